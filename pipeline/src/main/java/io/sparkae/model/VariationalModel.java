package io.sparkae.model;

import io.sparkae.model.layer.NormalNoise;
import io.sparkae.settings.Seeds;

/** A model whose code is a normal distribution: it can make up rows, and tell how likely rows are. */
public final class VariationalModel {
    private final Autoencoder model;

    VariationalModel(Autoencoder model) {
        this.model = model;
    }

    /**
     * New rows, decoded from codes drawn from N(0, I).
     *
     * @param seed the same for the same rows
     * @return {@code [rows, features]}
     */
    public float[] sample(int rows, long seed) {
        return model.decode(NormalNoise.of(Math.multiplyExact(rows, model.codeDimension()), seed), rows);
    }

    /**
     * The negative evidence lower bound, with one draw of the code a row. Not a number if reconstructions are not in
     * [0, 1].
     *
     * @param features {@code [rows, features]}, in [0, 1]
     * @param ids of the rows; a row's draw follows from its own, so it does not matter which rows are asked for together
     * @param seed of the draws
     */
    public ElboSum elbo(float[] features, long[] ids, long seed) {
        int rows = ids.length;
        int units = model.codeDimension();
        float[] distribution = model.distribution(features, rows);
        float[] noise = new float[Math.multiplyExact(rows, units)];
        for (int row = 0; row < rows; row++) {
            float[] own = NormalNoise.of(units, Seeds.of(seed, "model.elbo", ids[row]));
            System.arraycopy(own, 0, noise, row * units, units);
        }
        float[] codes = new float[rows * units];
        double latent = 0;
        for (int i = 0; i < codes.length; i++) {
            int at = i / units * 2 * units + i % units;
            double mean = distribution[at];
            double logVariance = distribution[at + units];
            codes[i] = (float) (mean + Math.exp(logVariance / 2) * noise[i]);
            latent += 0.5 * (Math.exp(logVariance) + mean * mean - 1 - logVariance);
        }
        double reconstruction =
                ReconstructionSum.of(features, model.decode(codes, rows)).crossEntropy();
        return new ElboSum(reconstruction, latent, rows);
    }
}
