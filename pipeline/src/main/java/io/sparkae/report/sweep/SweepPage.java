package io.sparkae.report.sweep;

import io.sparkae.report.chart.Axis;
import io.sparkae.report.chart.LineChart;
import io.sparkae.report.chart.LineChart.Series;
import io.sparkae.report.section.Block;
import io.sparkae.report.section.Section;
import io.sparkae.report.sweep.SweepRow.Column;
import io.sparkae.run.Figures.Direction;
import io.sparkae.run.Figures.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of a sweep: figures over code size, one line for each family, a dashed level for raw pixels. */
final class SweepPage {
    private final List<SweepRow> rows;

    /** @param rows of {@code sweep.json} */
    SweepPage(List<SweepRow> rows) {
        this.rows = rows;
    }

    /** A chart of each figure that has a better direction, then the table. */
    List<Section> sections() {
        List<Block> charts = SweepRow.COLUMNS.stream()
                .filter(column -> column.figure().better() != Direction.NEITHER)
                .flatMap(column -> chart(column).stream())
                .toList();
        return List.of(
                new Section("sizes", "Results by code size", charts), new Section("table", "Table", List.of(table())));
    }

    /** Empty if no code has the figure. */
    private Optional<Block> chart(Column column) {
        Figure figure = column.figure();
        List<SweepRow> known =
                rows.stream().filter(row -> column.value().apply(row) != null).toList();
        List<SweepRow> codes = known.stream()
                .filter(row -> !row.hasPixels())
                .sorted(Comparator.comparingInt(SweepRow::dimension))
                .toList();
        if (codes.isEmpty()) {
            return Optional.empty();
        }
        List<Series> series = new ArrayList<>();
        for (String family : codes.stream().map(SweepRow::codes).distinct().toList()) {
            List<SweepRow> own =
                    codes.stream().filter(row -> row.codes().equals(family)).toList();
            series.add(new Series(
                    family,
                    sizes(own),
                    own.stream().mapToDouble(row -> y(column, row)).toArray(),
                    Series.Look.DOTTED_LINE));
        }
        double[] sizes = sizes(codes);
        known.stream()
                .filter(SweepRow::hasPixels)
                .forEach(row -> series.add(Series.level(
                        "raw pixels (" + row.dimension() + "), " + column.text(row),
                        sizes[0],
                        sizes[sizes.length - 1],
                        y(column, row))));
        return Optional.of(new Block.Figure(
                figure.key().substring(figure.key().indexOf('.') + 1),
                figure.title() + " by code size; the " + (figure.better() == Direction.HIGHER ? "higher" : "lower")
                        + " the better.",
                column.heading() + " over code size: "
                        + known.stream()
                                .map(row -> row.codes() + " " + row.dimension() + ": " + column.text(row))
                                .collect(Collectors.joining(", ")),
                new LineChart(
                        "values of a code (logarithmic)",
                        column.heading(),
                        Axis.Scale.LOG2,
                        Axis.Scale.LINEAR,
                        series)));
    }

    private static double[] sizes(List<SweepRow> rows) {
        return rows.stream().mapToDouble(SweepRow::dimension).toArray();
    }

    private static double y(Column column, SweepRow row) {
        return column.figure().inUnit(column.value().apply(row));
    }

    private Block table() {
        return new Block.Table(
                "Results by code size, raw pixels first. The size is that of all rows at 4 bytes a value, the search time"
                        + " the median of repeated searches in one process.",
                Stream.concat(Stream.of("codes"), SweepRow.COLUMNS.stream().map(Column::heading))
                        .toList(),
                rows.stream()
                        .map(row -> Stream.concat(
                                        Stream.of(row.codes()),
                                        SweepRow.COLUMNS.stream().map(column -> column.text(row)))
                                .toList())
                        .toList());
    }
}
