package io.sparkae.model.compute;

import java.util.Arrays;
import org.nd4j.linalg.activations.Activation;

/** Bias and activation of the last layer, and the loss with its gradient. */
final class OutputKernel {
    /** Losses. */
    enum Loss {
        /** Binary cross-entropy of a sigmoid. */
        CROSS_ENTROPY,
        /** Squared error. */
        SQUARED_ERROR
    }

    private final float[] bias;
    private final float[] biasGradient;
    private final int biasAt;
    private final Activation activation;
    private final Loss loss;
    private final CrossEntropy crossEntropy;
    private final float[] columnSums;

    /** @param biasAt where the bias is; negative if the layer before has added its own */
    OutputKernel(Parameters parameters, int biasAt, int width, Activation activation, Loss loss) {
        this.bias = biasAt < 0 ? new float[width] : parameters.values();
        this.biasGradient = biasAt < 0 ? new float[width] : parameters.gradient();
        this.biasAt = Math.max(0, biasAt);
        this.activation = activation;
        this.loss = loss;
        this.crossEntropy = new CrossEntropy(width);
        this.columnSums = new float[width];
    }

    /** Turns the slot's pre-activations, without bias, into the network's output. */
    void activate(Slot out, int rows) {
        Elementwise.addBias(out.values(), bias, biasAt, rows, out.width());
        Elementwise.activate(activation, out.values(), rows * out.width());
    }

    /**
     * The loss of pre-activations without bias, and its gradient by them, a mean over rows and values, in the deltas.
     *
     * @return a sum over rows and values
     */
    double loss(Slot out, float[] targets, int rows) {
        int width = out.width();
        if (loss == Loss.CROSS_ENTROPY) {
            return crossEntropy.apply(
                    out.values(), bias, biasAt, targets, 1f / width / rows, out.deltas(), biasGradient, rows);
        }
        activate(out, rows);
        double sum = Elementwise.squaredError(out.values(), targets, 2f / width / rows, out.deltas(), columnSums, rows);
        Elementwise.multiplyByDerivative(activation, out.deltas(), out.values(), rows * width);
        Elementwise.sumRows(out.deltas(), rows, width, biasGradient, biasAt);
        return sum;
    }

    /**
     * The output layer of a dense network under cross-entropy on logits (see {@link io.sparkae.model.layer.LogitCrossEntropy}):
     * bias, loss, its gradient by the logits and by the bias, in one pass over a minibatch.
     *
     * <p>A row at a time, copied to arrays of its own length: the JIT makes vector instructions of a loop whose arrays all
     * go by the same index, and few or none if one goes by {@code i} and another by {@code row·width + i}; and a row stays
     * in the first-level cache.
     */
    static final class CrossEntropy {
        private final float[] logits;
        private final float[] targets;
        private final float[] deltas;
        private final float[] bias;
        private final float[] biasGradient;
        private final float[] lossSums;

        /** @param width values of a row */
        CrossEntropy(int width) {
            logits = new float[width];
            targets = new float[width];
            deltas = new float[width];
            bias = new float[width];
            biasGradient = new float[width];
            lossSums = new float[width];
        }

        /**
         * {@code δ = (σ(z + b) − y)·scale} for every value of a minibatch.
         *
         * @param z pre-activations without bias, {@code [rows, width]}
         * @param parameters holds b from {@code biasAt} on
         * @param y target, {@code [rows, width]}
         * @param delta receives δ, {@code [rows, width]}
         * @param gradient receives the sums of δ over rows from {@code biasAt} on
         * @return the loss, a sum over all values
         */
        double apply(
                float[] z,
                float[] parameters,
                int biasAt,
                float[] y,
                float scale,
                float[] delta,
                float[] gradient,
                int rows) {
            int width = bias.length;
            System.arraycopy(parameters, biasAt, bias, 0, width);
            Arrays.fill(biasGradient, 0f);
            Arrays.fill(lossSums, 0f);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(z, row * width, logits, 0, width);
                System.arraycopy(y, row * width, targets, 0, width);
                row(logits, targets, bias, deltas, lossSums, biasGradient, scale);
                System.arraycopy(deltas, 0, delta, row * width, width);
            }
            System.arraycopy(biasGradient, 0, gradient, biasAt, width);
            double loss = 0;
            for (float sum : lossSums) {
                loss += sum;
            }
            return loss;
        }

        /** The loss of a value is {@code max(z, 0) − z·y − ln max(p, 1−p)} with {@code p = σ(z)}. */
        private static void row(
                float[] z, float[] y, float[] b, float[] d, float[] losses, float[] gradient, float scale) {
            for (int i = 0; i < z.length; i++) {
                z[i] += b[i];
            }
            for (int i = 0; i < z.length; i++) {
                d[i] = Elementwise.sigmoid(z[i]);
            }
            for (int i = 0; i < z.length; i++) {
                float likelier = Math.max(d[i], 1 - d[i]);
                losses[i] += Math.max(0f, z[i]) - z[i] * y[i] - logOfUpperHalf(likelier);
            }
            for (int i = 0; i < z.length; i++) {
                d[i] = (d[i] - y[i]) * scale;
            }
            for (int i = 0; i < z.length; i++) {
                gradient[i] += d[i];
            }
        }

        /** {@code ln s} for s in [1/2, 1]: the series of {@code 2 artanh((s−1)/(s+1))}, to 1e-8. */
        private static float logOfUpperHalf(float s) {
            float t = (s - 1) / (s + 1);
            float t2 = t * t;
            return 2
                    * t
                    * (1 + t2 * (1f / 3 + t2 * (1f / 5 + t2 * (1f / 7 + t2 * (1f / 9 + t2 * (1f / 11 + t2 / 13))))));
        }
    }
}
