package io.sparkae.report.section;

import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.report.chart.GreyImage;
import io.sparkae.report.chart.ImageGrid;
import io.sparkae.rows.RowBlock;
import io.sparkae.run.StageName;
import io.sparkae.settings.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Images sampled from a generative model. */
final class Generation {
    private static final int SAMPLES = 60;

    private Generation() {}

    static Optional<Section> of(RunView run) throws IOException {
        if (!run.has(StageName.TRAIN) || !run.hasImages()) {
            return Optional.empty();
        }
        TrainedAutoencoder model = run.model();
        if (!model.isGenerative()) {
            return Optional.empty();
        }
        List<Block> blocks = new ArrayList<>();
        if (model.codeDimension() == 2) {
            blocks.add(Manifold.of(run));
        }
        blocks.add(samples(run, model));
        if (model.codeDimension() > 2 && run.heldOut().rows() > 1) {
            blocks.add(interpolations(run));
        }
        ElboTable.of(run).ifPresent(blocks::add);
        return Optional.of(new Section("generated", "Generated", blocks));
    }

    private static Block.Figure samples(RunView run, TrainedAutoencoder model) {
        long seed =
                ((Number) run.manifest(StageName.TRAIN).orElseThrow().settings().get("seed")).longValue();
        List<GreyImage> images = RunImages.of(run, model.sample(SAMPLES, Seeds.of(seed, "report.samples")));
        return new Block.Figure(
                "samples",
                SAMPLES + " images decoded from codes that were drawn from N(0, I).",
                SAMPLES + " images that the model made up",
                new ImageGrid(Lines.of(ImageGrid.COLUMNS, List.of(new ImageGrid.Row("", images)))));
    }

    private static Block.Figure interpolations(RunView run) throws IOException {
        RowBlock rows = run.heldOut().select(Variety.of(run.heldOut().labels(), 2 * Interpolation.PAIRS));
        List<ImageGrid.Row> lines = new ArrayList<>();
        for (int pair = 0; pair + 1 < rows.rows(); pair += 2) {
            lines.add(new ImageGrid.Row("", Interpolation.between(run, rows.select(pair, pair + 1))));
        }
        return new Block.Figure(
                "interpolations",
                "At both ends rows of the " + run.settings().heldOut().folder()
                        + " set; between them, what codes on the straight line between theirs decode to, both ends"
                        + " included.",
                lines.size() + " rows of images, in each of which one turns into another",
                new ImageGrid(lines));
    }
}
