package io.sparkae.model.layer;

import java.util.SplittableRandom;

/** Standard normal random numbers. */
public final class NormalNoise {
    private NormalNoise() {}

    /** {@code count} numbers in single precision; equal seeds give equal numbers. */
    public static float[] of(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
