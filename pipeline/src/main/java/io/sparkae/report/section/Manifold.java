package io.sparkae.report.section;

import io.sparkae.report.chart.Mosaic;
import io.sparkae.report.chart.Tick;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * What codes of two dimensions decode to, at the quantiles of the normal distribution that they are drawn from, so that
 * each image stands for an equal share of them (Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014,
 * appendix A).
 */
final class Manifold {
    private static final int SIDE = 20;
    private static final double FIRST = 0.05;
    private static final double LAST = 0.95;

    private Manifold() {}

    static Block.Figure of(RunView run) throws IOException {
        return new Block.Figure(
                "manifold",
                SIDE + " by " + SIDE + " codes, decoded: both values at the normal quantiles from " + FIRST + " to "
                        + LAST + ", so that axes are stretched towards their ends.",
                "a square of images that change gradually from place to place",
                new Mosaic(
                        SIDE,
                        RunImages.of(run, run.model().decode(codes(), SIDE * SIDE)),
                        new Mosaic.Side("first value of the code", ticks()),
                        new Mosaic.Side("second value of the code", ticks())));
    }

    /** {@code [SIDE · SIDE, 2]}, the first value growing within a row of the picture, the second from row to row. */
    static float[] codes() {
        float[] codes = new float[SIDE * SIDE * 2];
        for (int i = 0; i < SIDE * SIDE; i++) {
            codes[2 * i] = quantile(i % SIDE);
            codes[2 * i + 1] = quantile(i / SIDE);
        }
        return codes;
    }

    private static float quantile(int step) {
        double probability = FIRST + step * (LAST - FIRST) / (SIDE - 1);
        return (float) normal().inverseCumulativeProbability(probability);
    }

    private static List<Tick> ticks() {
        return DoubleStream.of(FIRST, 0.25, 0.5, 0.75, LAST)
                .mapToObj(probability -> new Tick(
                        (probability - FIRST) / (LAST - FIRST),
                        String.format(Locale.ROOT, "%.2f", normal().inverseCumulativeProbability(probability))
                                .replace('-', '−')))
                .toList();
    }

    private static NormalDistribution normal() {
        return new NormalDistribution(null, 0, 1); // without a random generator, as nothing is drawn
    }
}
