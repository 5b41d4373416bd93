package io.sparkae.report.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sparkae.run.Figures;
import io.sparkae.run.Figures.Direction;
import io.sparkae.run.Figures.Figure;
import io.sparkae.run.Figures.Reduction;
import io.sparkae.run.Figures.Topic;
import java.util.List;
import java.util.function.Function;

/**
 * Results for one code size.
 *
 * @param codes {@value #PIXELS} for raw features, otherwise the family of the model
 * @param dimension values of a code
 * @param compressionRatio features for each value of a code
 * @param megabytes size of all rows, training and test, at 4 bytes a value
 * @param accuracy of k-NN; null if the test rows have no labels
 * @param knnSeconds median of repeated searches in one process
 * @param testMse mean squared error per pixel of the reconstructed test rows; 0 for raw features
 * @param testBce cross-entropy per pixel of the reconstructed test rows; null where reconstructions leave [0, 1]
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SweepRow(
        String codes,
        int dimension,
        double compressionRatio,
        double megabytes,
        Double accuracy,
        double knnSeconds,
        Double testMse,
        Double testBce) {

    /** The name of raw features among the codes. */
    static final String PIXELS = "pixels";

    /** The figures of a row in the order of the table; labels, units, formats and directions are the registry's. */
    static final List<Column> COLUMNS = List.of(
            new Column(Figures.of("encoding.dimension"), row -> (double) row.dimension()),
            new Column(Figures.of("encoding.compressionRatio"), SweepRow::compressionRatio),
            new Column(
                    new Figure(
                            "sweep.megabytes", Topic.CODES, "size", "MB", "%.1f", Direction.NEITHER, Reduction.NUMBER),
                    SweepRow::megabytes),
            new Column(Figures.of("knn.accuracy"), SweepRow::accuracy),
            new Column(Figures.of("knn.seconds"), SweepRow::knnSeconds),
            new Column(Figures.of("reconstruction.testMse"), row -> row.hasPixels() ? null : row.testMse()),
            new Column(Figures.of("reconstruction.testBce"), SweepRow::testBce));

    /**
     * A column of the sweep's table.
     *
     * @param figure with its label and format
     * @param value of a row; null if the row lacks the figure
     */
    record Column(Figure figure, Function<SweepRow, Double> value) {
        /** The label with its unit. */
        String heading() {
            return figure.unit().isEmpty() ? figure.label() : figure.label() + ", " + figure.unit();
        }

        /** The value of a row as text without its unit; a dash if it has none. */
        String text(SweepRow row) {
            Double number = value.apply(row);
            return number == null ? "–" : figure.number(number);
        }
    }

    /** Whether the row is of raw features. */
    boolean hasPixels() {
        return codes.equals(PIXELS);
    }
}
