package io.sparkae.report.section;

import io.sparkae.encode.ReconstructionFigures;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.report.chart.Axis;
import io.sparkae.report.chart.Axis.Tick;
import io.sparkae.report.chart.ImageGrid;
import io.sparkae.report.chart.Mosaic;
import io.sparkae.report.chart.Tile.GreyImage;
import io.sparkae.rows.RowBlock;
import io.sparkae.run.StageName;
import io.sparkae.settings.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.NormalDistribution;

/** The section of images sampled from a generative model. */
final class Generation {
    private static final int SAMPLES = 60;

    private static final int PAIRS = 5;
    private static final int STEPS = ImageGrid.COLUMNS - 2;

    private static final int MANIFOLD_SIDE = 20;
    private static final double FIRST_QUANTILE = 0.05;
    private static final double LAST_QUANTILE = 0.95;

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
            blocks.add(manifold(run));
        }
        blocks.add(samples(run, model));
        if (model.codeDimension() > 2 && run.heldOut().rows() > 1) {
            blocks.add(interpolations(run));
        }
        elbo(run).ifPresent(blocks::add);
        return Optional.of(new Section("generated", "Generated", blocks));
    }

    private static Block.Figure samples(RunView run, TrainedAutoencoder model) {
        long seed =
                ((Number) run.manifest(StageName.TRAIN).orElseThrow().settings().get("seed")).longValue();
        List<GreyImage> images = run.images(model.sample(SAMPLES, Seeds.of(seed, "report.samples")));
        return new Block.Figure(
                "samples",
                SAMPLES + " images decoded from codes drawn from N(0, I).",
                SAMPLES + " sampled images",
                new ImageGrid(GridRows.of(ImageGrid.COLUMNS, List.of(new ImageGrid.Row("", images)))));
    }

    private static Block.Figure interpolations(RunView run) throws IOException {
        RowBlock rows = run.balancedSample(2 * PAIRS);
        List<ImageGrid.Row> lines = new ArrayList<>();
        for (int pair = 0; pair + 1 < rows.rows(); pair += 2) {
            lines.add(new ImageGrid.Row("", between(run, rows.select(pair, pair + 1))));
        }
        return new Block.Figure(
                "interpolations",
                "At both ends rows of the " + run.settings().heldOut().folder()
                        + " set; between them, decoded codes on the straight line between their codes, both ends"
                        + " included.",
                lines.size() + " rows of images, each an interpolation between two",
                new ImageGrid(lines));
    }

    /** The first of two rows, the decoded codes on the line between their codes, and the second row. */
    private static List<GreyImage> between(RunView run, RowBlock two) throws IOException {
        TrainedAutoencoder model = run.model();
        float[] codes = line(model.encode(two.values(), 2), STEPS);
        List<GreyImage> ends = run.images(two.values());
        List<GreyImage> images = new ArrayList<>();
        images.add(ends.get(0));
        images.addAll(run.images(model.decode(codes, STEPS)));
        images.add(ends.get(1));
        return images;
    }

    /**
     * Evenly spaced points on a line, both ends included.
     *
     * @param ends {@code [2, code]}
     * @return {@code [steps, code]}
     */
    static float[] line(float[] ends, int steps) {
        int dimension = ends.length / 2;
        float[] from = Arrays.copyOf(ends, dimension);
        float[] points = new float[steps * dimension];
        for (int i = 0; i < points.length; i++) {
            float share = (float) (i / dimension) / (steps - 1);
            int d = i % dimension;
            points[i] = from[d] + share * (ends[dimension + d] - from[d]);
        }
        return points;
    }

    /**
     * Decoded codes of two dimensions at the quantiles of their prior N(0, 1), so that each image stands for an
     * equal share of the prior (Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, appendix A).
     */
    private static Block.Figure manifold(RunView run) throws IOException {
        return new Block.Figure(
                "manifold",
                MANIFOLD_SIDE + " by " + MANIFOLD_SIDE + " codes, decoded: both values at the normal quantiles from "
                        + FIRST_QUANTILE + " to " + LAST_QUANTILE
                        + ", so that the axes are stretched towards their ends.",
                "a grid of images that change gradually",
                new Mosaic(
                        MANIFOLD_SIDE,
                        run.images(run.model().decode(manifoldCodes(), MANIFOLD_SIDE * MANIFOLD_SIDE)),
                        Axis.marked("first value of the code", ticks()),
                        Axis.marked("second value of the code", ticks())));
    }

    /** {@code [side², 2]}: the first value grows within a row of the picture, the second from row to row. */
    static float[] manifoldCodes() {
        float[] codes = new float[MANIFOLD_SIDE * MANIFOLD_SIDE * 2];
        for (int i = 0; i < MANIFOLD_SIDE * MANIFOLD_SIDE; i++) {
            codes[2 * i] = quantile(i % MANIFOLD_SIDE);
            codes[2 * i + 1] = quantile(i / MANIFOLD_SIDE);
        }
        return codes;
    }

    private static float quantile(int step) {
        double probability = FIRST_QUANTILE + step * (LAST_QUANTILE - FIRST_QUANTILE) / (MANIFOLD_SIDE - 1);
        return (float) normal().inverseCumulativeProbability(probability);
    }

    private static List<Tick> ticks() {
        return DoubleStream.of(FIRST_QUANTILE, 0.25, 0.5, 0.75, LAST_QUANTILE)
                .mapToObj(probability -> new Tick(
                        (probability - FIRST_QUANTILE) / (LAST_QUANTILE - FIRST_QUANTILE),
                        String.format(Locale.ROOT, "%.2f", normal().inverseCumulativeProbability(probability))
                                .replace('-', '−')))
                .toList();
    }

    private static NormalDistribution normal() {
        return new NormalDistribution(null, 0, 1); // null: nothing is sampled
    }

    /** The evidence lower bound of the test rows with its terms; empty unless the model is variational. */
    private static Optional<Block.Table> elbo(RunView run) {
        return run.metrics()
                .group(ReconstructionFigures.class)
                .filter(figures -> figures.testElbo() != null)
                .map(figures -> new Block.Table(
                        "Evidence lower bound of the test rows, mean per row; higher is better.",
                        List.of("part", "nats"),
                        List.of(
                                List.of("reconstruction, ln p(x|z)", Numbers.tenths(-figures.testReconstructionNats())),
                                List.of("latent, −KL(q(z|x) ‖ N(0, I))", Numbers.tenths(-figures.testLatentNats())),
                                List.of("bound (sum)", Numbers.tenths(figures.testElbo())))));
    }
}
