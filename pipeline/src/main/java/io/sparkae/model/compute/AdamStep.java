package io.sparkae.model.compute;

import org.nd4j.linalg.learning.config.Adam;

/**
 * Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, end of section 2, the form with
 * {@code ε̂}), as DL4J's {@code AdamUpdater} computes it, over plain arrays:
 *
 * <pre>
 *   m ← β₁m + (1−β₁)g      v ← β₂v + (1−β₂)g²      θ ← θ − α·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε)
 * </pre>
 */
public final class AdamStep {
    /**
     * Added and taken away again, it stops moments of weights that see no gradient, those of always black pixels, from
     * fading into subnormal numbers, on which a processor is ten times slower: they come to rest at a few units of the
     * last place of this, where a step still moves nothing (a moment counts from about 1e-12 on, ε being 1e-8).
     */
    private static final float FLOOR = 1e-24f;

    /** Values that pass through all three loops while they are in the first-level cache: memory is what a step waits for. */
    private static final int BLOCK = 1024;

    private final float beta1;
    private final float beta2;
    private final float epsilon;
    private final Adam adam;

    /** @param adam its coefficients and learning rate */
    public AdamStep(Adam adam) {
        beta1 = (float) adam.getBeta1();
        beta2 = (float) adam.getBeta2();
        epsilon = (float) adam.getEpsilon();
        this.adam = adam;
    }

    /**
     * Steps.
     *
     * @param parameters θ
     * @param m first moments
     * @param v second moments
     * @param gradient g, a mean over the minibatch
     * @param iteration steps taken before this one
     * @param epoch finished ones; both decide the learning rate α if it follows a schedule
     */
    public void apply(float[] parameters, float[] m, float[] v, float[] gradient, int iteration, int epoch) {
        int t = iteration + 1;
        double learningRate = adam.getLearningRate(iteration, epoch);
        float alpha = (float) (learningRate * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t)));
        for (int from = 0; from < parameters.length; from += BLOCK) {
            int to = Math.min(parameters.length, from + BLOCK);
            decay(m, gradient, beta1, from, to);
            decaySquares(v, gradient, beta2, from, to);
            step(parameters, m, v, alpha, from, to);
        }
    }

    private static void decay(float[] m, float[] gradient, float beta1, int from, int to) {
        float keep = 1 - beta1;
        for (int i = from; i < to; i++) {
            m[i] = beta1 * m[i] + keep * gradient[i] + FLOOR - FLOOR;
        }
    }

    private static void decaySquares(float[] v, float[] gradient, float beta2, int from, int to) {
        float keep = 1 - beta2;
        for (int i = from; i < to; i++) {
            v[i] = beta2 * v[i] + keep * gradient[i] * gradient[i] + FLOOR - FLOOR;
        }
    }

    private void step(float[] parameters, float[] m, float[] v, float alpha, int from, int to) {
        float epsilonHat = epsilon;
        for (int i = from; i < to; i++) {
            parameters[i] -= alpha * m[i] / ((float) Math.sqrt(v[i]) + epsilonHat);
        }
    }
}
