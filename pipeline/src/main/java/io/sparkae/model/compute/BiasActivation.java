package io.sparkae.model.compute;

import org.nd4j.linalg.activations.Activation;

/**
 * Bias and activation.
 *
 * @param parameters of the network
 * @param at where the bias begins
 * @param width values of a bias, which the values of a row are a multiple of
 * @param activation one for which there are loops
 */
record BiasActivation(Parameters parameters, int at, int width, Activation activation) implements Finish {
    @Override
    public void apply(Slot out, int rows) {
        int count = rows * out.width();
        Elementwise.addBias(out.values(), parameters.values(), at, count / width, width);
        Elementwise.activate(activation, out.values(), count);
        out.valuesToNative(rows);
    }

    @Override
    public void backward(Slot out, int rows) {
        int count = rows * out.width();
        Elementwise.multiplyByDerivative(activation, out.deltas(), out.values(), count);
        Elementwise.sumRows(out.deltas(), count / width, width, parameters.gradient(), at);
        out.deltasToNative(rows);
    }
}
