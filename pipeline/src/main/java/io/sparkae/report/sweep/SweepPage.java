package io.sparkae.report.sweep;

import io.sparkae.report.chart.Axis;
import io.sparkae.report.chart.LineChart;
import io.sparkae.report.chart.LineChart.Series;
import io.sparkae.report.section.Block;
import io.sparkae.report.section.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a sweep's page shows: figures over the size of the code, one line for each way to make codes, and the raw pixels as
 * a level.
 */
final class SweepPage {
    private static final String PIXELS = "pixels";

    private final List<SweepRow> rows;

    /** @param rows as {@code sweep.json} has them */
    SweepPage(List<SweepRow> rows) {
        this.rows = rows;
    }

    List<Section> sections() {
        List<Block> figures = new ArrayList<>();
        figure(
                        "accuracy",
                        "Rows that k-NN on the codes puts into the right class.",
                        "accuracy, %",
                        row -> row.accuracy() == null ? null : 100 * row.accuracy(),
                        true)
                .ifPresent(figures::add);
        figure(
                        "error",
                        "Mean squared error of the reconstructed test rows.",
                        "mean squared error per pixel",
                        SweepRow::testMse,
                        false)
                .ifPresent(figures::add);
        figure(
                        "cross-entropy",
                        "Cross-entropy of the reconstructed test rows.",
                        "cross-entropy per pixel",
                        SweepRow::testBce,
                        false)
                .ifPresent(figures::add);
        figure(
                        "seconds",
                        "Time of one k-NN search, the median of several in one process.",
                        "seconds of a search",
                        SweepRow::knnSeconds,
                        true)
                .ifPresent(figures::add);
        return List.of(
                new Section("sizes", "How small may the code be?", figures),
                new Section("table", "Table", List.of(table())));
    }

    /** @param withPixels whether the figure means something for raw pixels */
    private Optional<Block> figure(
            String name, String caption, String axis, Function<SweepRow, Double> figure, boolean withPixels) {
        List<SweepRow> known =
                rows.stream().filter(row -> figure.apply(row) != null).toList();
        List<Series> series = new ArrayList<>();
        for (String codes : known.stream().map(SweepRow::codes).distinct().toList()) {
            if (!codes.equals(PIXELS)) {
                List<SweepRow> own =
                        known.stream().filter(row -> row.codes().equals(codes)).toList();
                series.add(new Series(
                        codes,
                        own.stream().mapToDouble(SweepRow::dimension).toArray(),
                        own.stream().mapToDouble(figure::apply).toArray(),
                        Series.Look.DOTTED_LINE));
            }
        }
        if (series.isEmpty()) {
            return Optional.empty();
        }
        double[] sizes = known.stream()
                .filter(row -> !row.codes().equals(PIXELS))
                .mapToDouble(SweepRow::dimension)
                .sorted()
                .toArray();
        known.stream()
                .filter(row -> withPixels && row.codes().equals(PIXELS))
                .forEach(row -> series.add(Series.level(
                        "raw pixels (" + row.dimension() + "), " + number(figure.apply(row)),
                        sizes[0],
                        sizes[sizes.length - 1],
                        figure.apply(row))));
        return Optional.of(new Block.Figure(
                name,
                caption,
                axis + " over code size: "
                        + known.stream()
                                .map(row -> row.codes() + " " + row.dimension() + ": " + number(figure.apply(row)))
                                .collect(Collectors.joining(", ")),
                new LineChart("values of a code (logarithmic)", axis, Axis.Scale.LOG2, Axis.Scale.LINEAR, series)));
    }

    private Block table() {
        return new Block.Table(
                "Codes of each size, the raw pixels first; megabytes of all rows at 4 bytes a value.",
                List.of("codes", "values", "ratio", "MB", "right, %", "k-NN, s", "test MSE", "test BCE"),
                rows.stream()
                        .map(row -> List.of(
                                row.codes(),
                                Integer.toString(row.dimension()),
                                number("%.1f", row.compressionRatio()),
                                number("%.1f", row.megabytes()),
                                number("%.2f", row.accuracy() == null ? null : 100 * row.accuracy()),
                                number("%.2f", row.knnSeconds()),
                                number("%.4f", row.codes().equals(PIXELS) ? null : row.testMse()),
                                number("%.4f", row.testBce())))
                        .toList());
    }

    private static String number(Double value) {
        return number("%.4g", value);
    }

    private static String number(String format, Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, format, value);
    }
}
