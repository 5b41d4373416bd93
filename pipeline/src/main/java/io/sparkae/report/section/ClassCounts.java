package io.sparkae.report.section;

import io.sparkae.ingest.IngestFigures;
import io.sparkae.report.chart.BarChart;
import io.sparkae.rows.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How many rows each class has in each split. */
final class ClassCounts {
    private static final List<Split> SPLITS = List.of(Split.values());
    private static final String UNLABELLED = "no label";

    private ClassCounts() {}

    /** Empty if there are no rows. */
    static Optional<Block.Figure> of(RunView run, IngestFigures dataset) {
        List<String> names = new ArrayList<>(run.classNames());
        boolean unlabelled = SPLITS.stream().anyMatch(split -> unlabelled(dataset, split) > 0);
        if (unlabelled) {
            names.add(UNLABELLED);
        }
        List<BarChart.Bars> bars = new ArrayList<>();
        for (Split split : SPLITS) {
            double[] counts = counts(dataset, split, names.size());
            if (unlabelled) {
                counts[names.size() - 1] = unlabelled(dataset, split);
            }
            if (dataset.splits().of(split) != null) {
                bars.add(new BarChart.Bars(
                        split.folder() + ", " + Numbers.count(dataset.rows(split)) + " rows", counts));
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

    private static double[] counts(IngestFigures dataset, Split split, int groups) {
        double[] counts = new double[groups];
        if (dataset.splits().of(split) != null) {
            List<Long> found = dataset.splits().of(split).classCounts();
            for (int i = 0; i < Math.min(groups, found.size()); i++) {
                counts[i] = found.get(i);
            }
        }
        return counts;
    }

    private static long unlabelled(IngestFigures dataset, Split split) {
        return dataset.splits().of(split) == null
                ? 0
                : dataset.splits().of(split).unlabelledRows();
    }
}
