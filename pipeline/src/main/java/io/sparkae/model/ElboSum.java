package io.sparkae.model;

import java.io.Serializable;

/**
 * The negative evidence lower bound of some rows, in nats, as its two parts (Kingma and Welling 2014, equation 10).
 *
 * @param reconstruction {@code Σ −ln p(x|z)}, z drawn once a row
 * @param latent {@code Σ KL(q(z|x) ‖ N(0, I))}
 * @param rows summed over
 */
public record ElboSum(double reconstruction, double latent, long rows) implements Serializable {
    /** Of nothing. */
    public static final ElboSum ZERO = new ElboSum(0, 0, 0);

    /** Both together. */
    public ElboSum plus(ElboSum other) {
        return new ElboSum(reconstruction + other.reconstruction, latent + other.latent, rows + other.rows);
    }

    /** The first part, a mean per row. */
    public double meanReconstruction() {
        return reconstruction / rows;
    }

    /** The second part, a mean per row. */
    public double meanLatent() {
        return latent / rows;
    }

    /** Both parts, a mean per row. */
    public double mean() {
        return meanReconstruction() + meanLatent();
    }
}
