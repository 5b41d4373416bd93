package io.sparkae.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CorruptionTest {
    private static final int COUNT = 100_000;

    @Test
    void gaussianNoiseHasItsDeviationAndIsDrawnAfresh() {
        Corruption noise = new Corruption(Corruption.Kind.GAUSSIAN, 0.5, 1);
        float[] clean = new float[COUNT];
        Arrays.fill(clean, 0.3f);

        float[] noisy = noise.apply(clean, COUNT, 1);

        double mean = 0;
        double squares = 0;
        for (float value : noisy) {
            mean += value / COUNT;
            squares += (value - 0.3) * (value - 0.3) / COUNT;
        }
        assertEquals(0.3, mean, 0.01);
        assertEquals(0.25, squares, 0.01);
        assertArrayEquals(noisy, noise.apply(clean, COUNT, 1));
        assertFalse(Arrays.equals(noisy, noise.apply(clean, COUNT, 2)));
        assertEquals(0.3f, clean[0], "the clean rows stay");
    }

    @Test
    void dropoutKeepsTheMean() {
        Corruption dropout = new Corruption(Corruption.Kind.DROPOUT, 1, 0.7);
        float[] clean = new float[COUNT];
        Arrays.fill(clean, 0.7f);

        float[] noisy = dropout.apply(clean, COUNT, 1);

        int dropped = 0;
        for (float value : noisy) {
            assertTrue(value == 0 || Math.abs(value - 1) < 1e-6, "" + value);
            dropped += value == 0 ? 1 : 0;
        }
        assertEquals(0.3, (double) dropped / COUNT, 0.01);
    }
}
