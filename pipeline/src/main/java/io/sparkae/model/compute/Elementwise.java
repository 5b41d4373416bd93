package io.sparkae.model.compute;

import java.util.Arrays;
import org.nd4j.linalg.activations.Activation;

/**
 * The loops over single values of a network's step, over plain arrays and without branches, so that the JIT makes
 * vector instructions of them. Matrices are row by row.
 */
final class Elementwise {
    /** Beyond this a sigmoid is 0 or 1 in single precision. */
    private static final float SATURATED = 18f;

    /** Half a unit of the last place of 1, the largest relative rounding error. */
    private static final float UNIT = 0x1p-24f;

    private Elementwise() {}

    /** Adds the bias to each row of {@code [rows, width]}. */
    static void addBias(float[] z, float[] parameters, int biasesAt, int rows, int width) {
        for (int row = 0; row < rows; row++) {
            int at = row * width;
            for (int i = 0; i < width; i++) {
                z[at + i] += parameters[biasesAt + i];
            }
        }
    }

    /** Replaces pre-activations by activations. */
    static void activate(Activation activation, float[] z, int count) {
        switch (activation) {
            case RELU -> {
                for (int i = 0; i < count; i++) {
                    z[i] = Math.max(0f, z[i]);
                }
            }
            case SIGMOID -> sigmoid(z, z, count);
            case ELU -> {
                for (int i = 0; i < count; i++) {
                    z[i] = elu(z[i]);
                }
            }
            case TANH -> {
                for (int i = 0; i < count; i++) {
                    z[i] = tanh(z[i]);
                }
            }
            case IDENTITY -> {}
            default -> throw new IllegalArgumentException("no kernel for activation " + activation);
        }
    }

    /** Turns the loss's gradient by activations into that by pre-activations, given the activations. */
    static void multiplyByDerivative(Activation activation, float[] gradient, float[] activations, int count) {
        switch (activation) {
            case RELU -> {
                for (int i = 0; i < count; i++) {
                    gradient[i] *= Math.min(1f, activations[i] * Float.MAX_VALUE); // 1 if positive, else 0
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < count; i++) {
                    gradient[i] *= activations[i] * (1 - activations[i]);
                }
            }
            case ELU -> {
                for (int i = 0; i < count; i++) {
                    gradient[i] *= Math.min(1f, 1 + activations[i]);
                }
            }
            case TANH -> {
                for (int i = 0; i < count; i++) {
                    gradient[i] *= 1 - activations[i] * activations[i];
                }
            }
            case IDENTITY -> {}
            default -> throw new IllegalArgumentException("no kernel for activation " + activation);
        }
    }

    /** {@code p = σ(z)}. */
    static void sigmoid(float[] z, float[] p, int count) {
        for (int i = 0; i < count; i++) {
            p[i] = sigmoid(z[i]);
        }
    }

    /**
     * Squared error and its gradient by the output.
     *
     * @param p what came out, {@code [rows, width]}
     * @param y what should have
     * @param scale of the gradient
     * @param gradient receives {@code (p − y)·scale}
     * @param sums room for {@code width} sums
     * @return {@code Σ (p − y)²}
     */
    static double squaredError(float[] p, float[] y, float scale, float[] gradient, float[] sums, int rows) {
        int width = sums.length;
        int count = rows * width;
        Arrays.fill(sums, 0f);
        for (int i = 0; i < count; i++) {
            gradient[i] = p[i] - y[i];
        }
        // A row at a time, for one index throughout: see OutputKernel.CrossEntropy.
        float[] difference = new float[width];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(gradient, row * width, difference, 0, width);
            addSquares(difference, sums);
        }
        for (int i = 0; i < count; i++) {
            gradient[i] *= scale;
        }
        return sum(sums);
    }

    /** Clamps every value to [−bound, bound]. */
    static void clamp(float[] values, float bound) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(-bound, Math.min(bound, values[i]));
        }
    }

    /** Scales a range of values down so that their L2 norm is at most {@code bound}. */
    static void limitNorm(float[] values, int from, int to, float bound) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += values[i] * values[i];
        }
        double norm = Math.sqrt(squares);
        if (norm > bound) {
            float scale = (float) (bound / norm);
            for (int i = from; i < to; i++) {
                values[i] *= scale;
            }
        }
    }

    /** Sums the rows of {@code [rows, width]}: the gradient by the bias. */
    static void sumRows(float[] z, int rows, int width, float[] into, int offset) {
        for (int i = 0; i < width; i++) {
            into[offset + i] = 0;
        }
        for (int row = 0; row < rows; row++) {
            int at = row * width;
            for (int i = 0; i < width; i++) {
                into[offset + i] += z[at + i];
            }
        }
    }

    /** {@code σ(z) = (1 + tanh(z/2))/2}, off by less than 4e-7, and in [0, 1]. */
    static float sigmoid(float z) {
        return 0.5f + 0.5f * tanhOfEightTimes(Math.max(-SATURATED, Math.min(SATURATED, z)) * (1f / 16));
    }

    /** {@code tanh z}, off by less than 6e-7, and in [−1, 1]. */
    static float tanh(float z) {
        return tanhOfEightTimes(Math.max(-SATURATED / 2, Math.min(SATURATED / 2, z)) * (1f / 8));
    }

    /**
     * {@code z} if positive, else {@code e^z − 1} (Clevert, Unterthiner and Hochreiter, ICLR 2016, α = 1), which is
     * {@code 2t/(1 − t)} for {@code t = tanh(z/2)}. Off by less than 1e-6.
     */
    static float elu(float z) {
        float t = tanhOfEightTimes(Math.max(-SATURATED, Math.min(0f, z)) * (1f / 16));
        return Math.max(0f, z) + 2 * t / (1 - t);
    }

    /**
     * {@code tanh 8u}: that of u as n/d from Lambert's continued fraction (1768) after five terms, and three doublings
     * {@code tanh 2u = 2nd/(n² + d²)} that put off the division to the end. Rounding could raise {@code n/d} above 1 by
     * five units of the last place, which the last factor takes away.
     */
    private static float tanhOfEightTimes(float u) {
        float u2 = u * u;
        float n = u * (945 + u2 * (105 + u2));
        float d = 945 + u2 * (420 + 15 * u2);
        float n1 = 2 * n * d;
        float d1 = n * n + d * d;
        float n2 = 2 * n1 * d1;
        float d2 = n1 * n1 + d1 * d1;
        float n3 = 2 * n2 * d2;
        float d3 = n2 * n2 + d2 * d2;
        return n3 / (d3 * (1 + 5 * UNIT));
    }

    private static void addSquares(float[] values, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i] * values[i];
        }
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
