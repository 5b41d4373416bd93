package io.sparkae.report.section;

import io.sparkae.report.chart.BarChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How many rows each class has in each split. */
final class ClassCounts {
    private static final List<String> SPLITS = List.of("train", "validation", "test");
    private static final String UNLABELLED = "no label";

    private ClassCounts() {}

    /** Empty if no row has a label. */
    static Optional<Block.Figure> of(RunView run) {
        List<String> names = new ArrayList<>(run.classNames());
        boolean unlabelled = SPLITS.stream().anyMatch(split -> unlabelled(run, split) > 0);
        if (unlabelled) {
            names.add(UNLABELLED);
        }
        List<BarChart.Bars> bars = new ArrayList<>();
        for (String split : SPLITS) {
            double[] counts = counts(run, split, unlabelled);
            double sum = 0;
            for (double count : counts) {
                sum += count;
            }
            if (sum > 0) {
                bars.add(new BarChart.Bars(split + ", " + Figures.count(sum) + " rows", counts));
            }
        }
        if (bars.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Block.Figure(
                "class-counts",
                "Rows of each class.",
                "bars of the rows of each class: "
                        + bars.stream().map(BarChart.Bars::name).collect(Collectors.joining("; ")),
                new BarChart("class", "rows", names, bars)));
    }

    private static double[] counts(RunView run, String split, boolean unlabelled) {
        List<Double> counts = new ArrayList<>();
        if (split(run, split).get("classCounts") instanceof List<?> found) {
            found.forEach(count -> counts.add(((Number) count).doubleValue()));
        }
        while (counts.size() < run.classNames().size()) {
            counts.add(0.0);
        }
        if (unlabelled) {
            counts.add((double) unlabelled(run, split));
        }
        return counts.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static long unlabelled(RunView run, String split) {
        return split(run, split).get("unlabelledRows") instanceof Number rows ? rows.longValue() : 0;
    }

    private static Map<?, ?> split(RunView run, String split) {
        return run.metrics("dataset").get("splits") instanceof Map<?, ?> splits
                        && splits.get(split) instanceof Map<?, ?> figures
                ? figures
                : Map.of();
    }
}
