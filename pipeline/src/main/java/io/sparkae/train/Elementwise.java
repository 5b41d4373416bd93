package io.sparkae.train;

import org.nd4j.linalg.activations.Activation;

/**
 * The loops over single values of a dense network's step, over plain arrays and without branches, so that the JIT makes
 * vector instructions of them. Matrices are row by row.
 */
final class Elementwise {
    /** Beyond this a sigmoid is 0 or 1 in single precision. */
    private static final float SATURATED = 18f;

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

    /** {@code gradient = (p − y)·scale}. */
    static void scaledDifference(float[] p, float[] y, float scale, float[] gradient, int count) {
        for (int i = 0; i < count; i++) {
            gradient[i] = (p[i] - y[i]) * scale;
        }
    }

    /** Brings every value into [−bound, bound]. */
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

    /**
     * Sum of {@code max(z, 0) − z·y − ln max(p, 1−p)} with {@code p = σ(z)}: cross-entropy on logits, see {@link
     * io.sparkae.model.LogitCrossEntropy}. Terms first, then their sum, so that the terms are computed side by side.
     */
    static double crossEntropy(float[] z, float[] p, float[] y, float[] terms, int count) {
        for (int i = 0; i < count; i++) {
            float likelier = Math.max(p[i], 1 - p[i]);
            terms[i] = Math.max(0f, z[i]) - z[i] * y[i] - logOfUpperHalf(likelier);
        }
        return sum(terms, count);
    }

    /** Sum of {@code (p − y)²}. */
    static double squaredError(float[] p, float[] y, float[] terms, int count) {
        for (int i = 0; i < count; i++) {
            terms[i] = (p[i] - y[i]) * (p[i] - y[i]);
        }
        return sum(terms, count);
    }

    /**
     * {@code σ(z) = (1 + tanh(z/2))/2}, with tanh of a sixteenth of z from Lambert's continued fraction (1768) after
     * five terms and three doublings {@code tanh 2u = 2 tanh u/(1 + tanh² u)}: additions, products and quotients only.
     * Off by less than 3e-7.
     */
    static float sigmoid(float z) {
        float u = Math.max(-SATURATED, Math.min(SATURATED, z)) * (1f / 16);
        float u2 = u * u;
        float t = u * (945 + u2 * (105 + u2)) / (945 + u2 * (420 + 15 * u2));
        t = 2 * t / (1 + t * t);
        t = 2 * t / (1 + t * t);
        t = 2 * t / (1 + t * t);
        return 0.5f + 0.5f * t;
    }

    /** {@code ln s} for s in [1/2, 1]: the series of {@code 2 artanh((s−1)/(s+1))}, to 1e-8. */
    private static float logOfUpperHalf(float s) {
        float t = (s - 1) / (s + 1);
        float t2 = t * t;
        return 2 * t * (1 + t2 * (1f / 3 + t2 * (1f / 5 + t2 * (1f / 7 + t2 * (1f / 9 + t2 * (1f / 11 + t2 / 13))))));
    }

    private static double sum(float[] terms, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += terms[i];
            b += terms[i + 1];
            c += terms[i + 2];
            d += terms[i + 3];
        }
        for (; i < count; i++) {
            a += terms[i];
        }
        return a + b + c + d;
    }
}
