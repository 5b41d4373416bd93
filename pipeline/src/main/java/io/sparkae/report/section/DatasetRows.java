package io.sparkae.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rows are. */
final class DatasetRows {
    private DatasetRows() {}

    static Optional<Section> of(RunView run) {
        List<Block> blocks = new ArrayList<>();
        ClassCounts.of(run).ifPresent(blocks::add);
        blocks.add(splits(run));
        blocks.addAll(ClassImages.of(run));
        if (run.metrics("dataset").get("warnings") instanceof List<?> warnings) {
            warnings.forEach(warning -> blocks.add(new Block.Paragraph("Warning: " + warning)));
        }
        return Optional.of(new Section("dataset", "Dataset", blocks));
    }

    private static Block splits(RunView run) {
        Map<String, Object> dataset = run.metrics("dataset");
        List<List<String>> rows = new ArrayList<>();
        for (String split : List.of("train", "validation", "test")) {
            if (dataset.get("splits") instanceof Map<?, ?> splits
                    && splits.get(split) instanceof Map<?, ?> figures
                    && figures.containsKey("pixelMean")) {
                rows.add(List.of(
                        split,
                        Figures.count(dataset.get(split + "Rows")),
                        Figures.count(figures.get("unlabelledRows")),
                        Figures.tenths(figures.get("pixelMean")),
                        Figures.tenths(Math.sqrt(((Number) figures.get("pixelVariance")).doubleValue())),
                        Figures.count(figures.get("constantPixels"))));
            }
        }
        return new Block.Table(
                "Rows as they came in, before scaling. " + repeated(dataset),
                List.of("split", "rows", "without label", "pixel mean", "deviation", "constant pixels"),
                rows);
    }

    private static String repeated(Map<String, Object> dataset) {
        return Figures.count(dataset.getOrDefault("duplicateTrainRows", 0)) + " training and "
                + Figures.count(dataset.getOrDefault("duplicateTestRows", 0)) + " test rows repeat another's pixels, "
                + Figures.count(dataset.getOrDefault("testRowsInTrain", 0)) + " test rows a training row's.";
    }
}
