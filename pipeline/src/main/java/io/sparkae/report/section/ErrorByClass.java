package io.sparkae.report.section;

import io.sparkae.report.chart.QuantileChart;
import io.sparkae.report.chart.QuantileChart.Box;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import io.sparkae.rows.table.VerifiedParquet;
import io.sparkae.run.StageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The section on reconstruction errors by class, over all held-out rows. Large errors indicate anomalies.
 */
final class ErrorByClass {
    private static final double[] SHARES = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
    /** Of {@code percentile_approx}: the rank error is at most rows / accuracy; exact for fewer rows. */
    private static final int ACCURACY = 10_000;

    private ErrorByClass() {}

    static Optional<Section> of(RunView run) {
        Split split = run.settings().heldOut();
        if (!run.has(StageName.ENCODE)
                || run.manifest(StageName.ENCODE).orElseThrow().rows().getOrDefault(split.folder(), 0L) == 0) {
            return Optional.empty();
        }
        List<Box> boxes = boxes(encodings(run, split), run.classNames());
        return Optional.of(new Section(
                "errors",
                "Reconstruction error by class",
                List.of(new Block.Figure(
                        "error-by-class",
                        "Error of all " + split.folder() + " rows"
                                + (boxes.stream().allMatch(Box::apart) ? ", none of which has a label" : " by class")
                                + ": box from 25 % to 75 % with the median, whiskers from 5 % to 95 %, dots at 1 % and"
                                + " 99 %. Rows far to the right are possible anomalies.",
                        boxes.size() + " boxes of reconstruction error; medians: "
                                + boxes.stream()
                                        .map(box -> box.name() + " " + Numbers.error(box.p50()))
                                        .collect(Collectors.joining(", ")),
                        new QuantileChart("mean squared error per pixel", boxes)))));
    }

    private static Dataset<Row> encodings(RunView run, Split split) {
        return VerifiedParquet.read(run.spark(), new Path(run.folder(StageName.ENCODE), split.folder()));
    }

    /**
     * Percentiles of each class in label order, rows without a label last.
     *
     * @param encodings with the columns {@code label} and {@code reconstruction_error}
     */
    static List<Box> boxes(Dataset<Row> encodings, List<String> names) {
        List<Row> rows = encodings
                .select("label", "reconstruction_error")
                .na()
                .fill(RowBlock.NO_LABEL, new String[] {"label"})
                .groupBy("label")
                .agg(percentiles())
                .collectAsList();
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort((a, b) -> Integer.compareUnsigned(a.getInt(0), b.getInt(0))); // NO_LABEL is the largest
        return sorted.stream().map(row -> box(row, names)).toList();
    }

    private static Column percentiles() {
        return functions.percentile_approx(
                functions.col("reconstruction_error"), functions.lit(SHARES), functions.lit(ACCURACY));
    }

    private static Box box(Row row, List<String> names) {
        int label = row.getInt(0);
        List<Float> p = row.getList(1);
        boolean unknown = label == RowBlock.NO_LABEL;
        return new Box(
                unknown ? "no label" : names.get(label),
                p.get(0),
                p.get(1),
                p.get(2),
                p.get(3),
                p.get(4),
                p.get(5),
                p.get(6),
                unknown);
    }
}
