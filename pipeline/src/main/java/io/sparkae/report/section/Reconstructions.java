package io.sparkae.report.section;

import io.sparkae.encode.ReconstructionMetrics;
import io.sparkae.model.Corruption;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.report.chart.GreyImage;
import io.sparkae.report.chart.ImageGrid;
import io.sparkae.rows.RowBlock;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Held-out images beside what the model makes of them, and where it errs. */
final class Reconstructions {
    private static final int IMAGES = 20;

    private Reconstructions() {}

    static Optional<Section> of(RunView run) throws IOException {
        if (!run.has(StageName.TRAIN) || !run.hasImages() || run.heldOut().rows() == 0) {
            return Optional.empty();
        }
        RowBlock rows = run.heldOut().select(Variety.of(run.heldOut().labels(), IMAGES));
        List<Block> blocks = new ArrayList<>();
        blocks.add(clean(run, rows));
        if (run.model().settings().corruption().kind() != Corruption.Kind.NONE) {
            blocks.add(restored(run, rows));
        }
        WorstRows.of(run).ifPresent(blocks::add);
        blocks.add(ErrorMap.of(run));
        return Optional.of(new Section("reconstructions", "Reconstructions", blocks));
    }

    private static Block.Figure clean(RunView run, RowBlock rows) throws IOException {
        return new Block.Figure(
                "reconstructions",
                "Rows of the " + split(run) + " set above their reconstructions.",
                rows.rows() + " images, and below each what the model gives back of it",
                new ImageGrid(Lines.of(
                        ImageGrid.COLUMNS,
                        List.of(
                                new ImageGrid.Row("original above reconstruction", RunImages.of(run, rows.values())),
                                new ImageGrid.Row("", reconstructed(run, rows.values(), rows.rows()))))));
    }

    private static Block.Figure restored(RunView run, RowBlock rows) throws IOException {
        Corruption corruption = run.model().settings().corruption();
        float[] noisy = ReconstructionMetrics.corrupted(rows, corruption);
        return new Block.Figure(
                "restored",
                "The same rows, the same with " + noise(corruption)
                        + ", and what the model gives back of that; in the shades that an image has room for.",
                rows.rows() + " images, below each a noisy copy and what the model restores from it",
                new ImageGrid(Lines.of(
                        ImageGrid.COLUMNS,
                        List.of(
                                new ImageGrid.Row("original, noisy, restored", RunImages.of(run, rows.values())),
                                new ImageGrid.Row("", RunImages.of(run, noisy)),
                                new ImageGrid.Row("", reconstructed(run, noisy, rows.rows()))))));
    }

    private static List<GreyImage> reconstructed(RunView run, float[] features, int rows) throws IOException {
        TrainedAutoencoder model = run.model();
        return RunImages.of(run, model.reconstruct(features, rows));
    }

    private static String noise(Corruption corruption) {
        return corruption.kind() == Corruption.Kind.GAUSSIAN
                ? String.format(Locale.ROOT, "Gaussian noise of standard deviation %s", corruption.stddev())
                : String.format(
                        Locale.ROOT,
                        "values kept with probability %s, and scaled up, or else set to 0",
                        corruption.keep());
    }

    private static String split(RunView run) {
        return run.settings().heldOut().folder();
    }
}
