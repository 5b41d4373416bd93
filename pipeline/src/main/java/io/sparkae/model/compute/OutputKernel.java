package io.sparkae.model.compute;

import io.sparkae.model.Loss;
import org.nd4j.linalg.activations.Activation;

/** The end of a network: bias and activation of the last layer, the loss, and the beginning of the way back. */
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
    private final CrossEntropyKernel crossEntropy;
    private final float[] columnSums;

    /** @param biasAt where the bias is; negative if the layer before has added its own */
    OutputKernel(Parameters parameters, int biasAt, int width, Activation activation, Loss loss) {
        this.bias = biasAt < 0 ? new float[width] : parameters.values();
        this.biasGradient = biasAt < 0 ? new float[width] : parameters.gradient();
        this.biasAt = Math.max(0, biasAt);
        this.activation = activation;
        this.loss = loss;
        this.crossEntropy = new CrossEntropyKernel(width);
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
}
