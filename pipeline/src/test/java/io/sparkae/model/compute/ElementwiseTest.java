package io.sparkae.model.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ElementwiseTest {
    @Test
    void tanhAndEluAreAccurateEverywhere() {
        for (float z = -40; z < 40; z += 0x1p-9f) {
            assertEquals(Math.tanh(z), Elementwise.tanh(z), 6e-7, "tanh of " + z);
            assertEquals(z > 0 ? z : Math.expm1(z), Elementwise.elu(z), 1e-6 * Math.max(1, z), "ELU of " + z);
            assertTrue(Math.abs(Elementwise.tanh(z)) <= 1 && Elementwise.elu(z) >= -1 - 3e-7, "bounds at " + z);
        }
        for (float z : new float[] {1e-8f, -1e-8f, 1e-20f, -1e-20f}) {
            assertEquals(z, Elementwise.elu(z), Math.abs(z) * 1e-6);
        }
        assertTrue(Float.isNaN(Elementwise.elu(Float.NaN)) && Float.isNaN(Elementwise.tanh(Float.NaN)));
    }

    @Test
    void sigmoidIsAProbabilityForEveryNumber() {
        float before = 0;
        for (float z = -40; z < 40; z += 0x1p-10f) {
            float p = Elementwise.sigmoid(z);
            assertTrue(p >= 0 && p <= 1, "sigmoid of " + z + " is " + p);
            assertEquals(1 / (1 + Math.exp(-z)), p, 4e-7, "sigmoid of " + z);
            assertTrue(p >= before - 4e-7, "it rises at " + z);
            before = p;
        }
        for (float z : new float[] {1e5f, 1e9f, 1e30f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            assertEquals(1, Elementwise.sigmoid(z), 4e-7, "sigmoid of " + z);
            assertEquals(0, Elementwise.sigmoid(-z), 4e-7, "sigmoid of " + -z);
            assertTrue(Elementwise.sigmoid(-z) >= 0 && Elementwise.sigmoid(z) <= 1);
        }
        assertTrue(Float.isNaN(Elementwise.sigmoid(Float.NaN)));
    }

    @Test
    void sigmoidAndCrossEntropyAreAccurateEverywhere() {
        int width = 667;
        float[] z = new float[3 * width];
        float[] y = new float[z.length];
        float[] bias = new float[width + 1];
        double exact = 0;
        for (int i = 0; i < z.length; i++) {
            bias[1 + i % width] = i % width / 1000f;
            double logit = (i - 1000) / 20f;
            z[i] = (float) logit - bias[1 + i % width];
            y[i] = i % 3 / 2f;
            assertEquals(1 / (1 + Math.exp(-logit)), Elementwise.sigmoid((float) logit), 4e-7, "sigmoid of " + logit);
            exact += Math.max(logit, 0) - logit * y[i] + Math.log1p(Math.exp(-Math.abs(logit)));
        }
        float[] delta = new float[z.length];

        float[] gradient = new float[width + 1];

        double loss = new OutputKernel.CrossEntropy(width).apply(z, bias, 1, y, 0.5f, delta, gradient, 3);

        assertEquals(exact, loss, 1e-6 * exact);
        for (int i = 0; i < z.length; i++) {
            assertEquals(0.5 * (1 / (1 + Math.exp(-(i - 1000) / 20f)) - y[i]), delta[i], 1e-6, "δ " + i);
        }
        assertEquals(delta[5] + delta[width + 5] + delta[2 * width + 5], gradient[1 + 5], 1e-6);
    }
}
