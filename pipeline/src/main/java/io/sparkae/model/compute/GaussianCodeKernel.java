package io.sparkae.model.compute;

import io.sparkae.model.layer.GaussianCode;
import io.sparkae.model.layer.NormalNoise;

/** A {@link GaussianCode}: the code is drawn from the distribution that the layer before describes. */
final class GaussianCodeKernel implements LayerKernel {
    private final int units;
    private final double weight;
    private long seed;
    private float[] noise = {};
    private double penalty;

    GaussianCodeKernel(GaussianCode layer) {
        units = layer.getUnits();
        weight = layer.getLatentWeight();
    }

    @Override
    public void seed(long minibatchSeed) {
        seed = minibatchSeed;
    }

    @Override
    public void forward(Slot in, Slot out, int rows, boolean training) {
        noise = training ? NormalNoise.of(rows * units, seed) : new float[rows * units];
        double latent = 0;
        for (int i = 0; i < rows * units; i++) {
            int at = i / units * 2 * units + i % units;
            double mean = in.values()[at];
            double logVariance = in.values()[at + units];
            double variance = Math.exp(logVariance);
            latent += GaussianCode.divergence(mean, variance, logVariance);
            out.values()[i] = (float) GaussianCode.draw(mean, Math.sqrt(variance), noise[i]);
        }
        out.valuesToNative(rows);
        penalty = weight * latent / rows;
    }

    @Override
    public void backward(Slot in, Slot out, int rows, boolean propagate) {
        double w = weight / rows;
        for (int i = 0; i < rows * units; i++) {
            int at = i / units * 2 * units + i % units;
            double delta = out.deltas()[i];
            double logVariance = in.values()[at + units];
            double stddev = Math.exp(logVariance / 2);
            in.deltas()[at] = (float) GaussianCode.byMean(delta, w, in.values()[at]);
            in.deltas()[at + units] = (float) GaussianCode.byLogVariance(delta, w, stddev, noise[i]);
        }
    }

    @Override
    public double penalty() {
        return penalty;
    }
}
