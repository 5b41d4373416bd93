package io.sparkae.train.averaging;

/**
 * Momentum on the driver between averagings (Chen and Huo, "Scalable training of deep learning machines by incremental
 * block training with intra-block parallel optimization and blockwise model-update filtering", ICASSP 2016, equations 2
 * and 3, block learning rate 1):
 *
 * <pre>
 *   Δ ← η·Δ + (mean − θ)        θ ← θ + Δ
 * </pre>
 */
public final class BlockMomentum {
    private BlockMomentum() {}

    /** Δ before the first round. */
    public static float[] atRest(int parameters, double momentum) {
        return new float[momentum > 0 ? parameters : 0];
    }

    /** The new Δ; empty if {@code velocity} is empty (no momentum). */
    public static float[] velocity(float[] velocity, double momentum, float[] before, float[] mean) {
        float[] next = new float[velocity.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = (float) (momentum * velocity[i] + ((double) mean[i] - before[i]));
        }
        return next;
    }

    /** The new θ. */
    public static float[] parameters(float[] velocity, float[] before, float[] mean) {
        if (velocity.length == 0) {
            return mean;
        }
        float[] next = new float[before.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = before[i] + velocity[i];
        }
        return next;
    }
}
