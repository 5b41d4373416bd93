package io.sparkae.report.section;

import io.sparkae.ingest.IngestFigures;
import io.sparkae.report.chart.BarChart;
import io.sparkae.rows.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The section on the rows of the dataset. */
final class DatasetRows {
    private static final List<Split> SPLITS = List.of(Split.values());
    private static final String UNLABELLED = "no label";

    private DatasetRows() {}

    static Optional<Section> of(RunView run) {
        List<Block> blocks = new ArrayList<>();
        Optional<IngestFigures> dataset = run.metrics().group(IngestFigures.class);
        dataset.flatMap(figures -> classCounts(run, figures)).ifPresent(blocks::add);
        dataset.map(DatasetRows::splits).ifPresent(blocks::add);
        blocks.addAll(ClassImages.of(run));
        dataset.ifPresent(figures ->
                figures.warnings().forEach(warning -> blocks.add(new Block.Paragraph("Warning: " + warning))));
        return Optional.of(new Section("dataset", "Dataset", blocks));
    }

    private static Block splits(IngestFigures dataset) {
        List<List<String>> rows = new ArrayList<>();
        for (Split split : Split.values()) {
            IngestFigures.SplitFigures figures = dataset.splits().of(split);
            if (figures != null) {
                rows.add(List.of(
                        split.folder(),
                        Numbers.count(dataset.rows(split)),
                        Numbers.count(figures.unlabelledRows()),
                        Numbers.tenths(figures.pixelMean()),
                        Numbers.tenths(Math.sqrt(figures.pixelVariance())),
                        Numbers.count(figures.constantPixels())));
            }
        }
        return new Block.Table(
                "Rows of each split before scaling. " + repeated(dataset),
                List.of("split", "rows", "without label", "pixel mean", "standard deviation", "constant pixels"),
                rows);
    }

    private static String repeated(IngestFigures dataset) {
        return Numbers.count(dataset.duplicateTrainRows()) + " training and "
                + Numbers.count(dataset.duplicateTestRows()) + " test rows repeat an earlier one, "
                + Numbers.count(dataset.testRowsInTrain()) + " test rows are in the training input too.";
    }

    /** Rows of each class and split; empty if there are no rows. */
    private static Optional<Block.Figure> classCounts(RunView run, IngestFigures dataset) {
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
