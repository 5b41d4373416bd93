package io.sparkae.report.section;

import io.sparkae.ingest.IngestFigures;
import io.sparkae.rows.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of the dataset by split and class. */
final class DatasetRows {
    private DatasetRows() {}

    static Optional<Section> of(RunView run) {
        List<Block> blocks = new ArrayList<>();
        Optional<IngestFigures> dataset = run.metrics().group(IngestFigures.class);
        dataset.flatMap(figures -> ClassCounts.of(run, figures)).ifPresent(blocks::add);
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
}
