package io.sparkae.model.compute;

import org.nd4j.linalg.activations.Activation;

/** Bias and activation after a layer's product. */
interface Epilogue {
    /** Nothing: the output kernel does it. */
    Epilogue NONE = new Epilogue() {
        @Override
        public void apply(Slot out, int rows) {
            // values stay as they are
        }

        @Override
        public void backward(Slot out, int rows) {
            out.deltasToNative(rows);
        }
    };

    /** Applies it to values in Java's memory, and copies them to native memory for the next layer. */
    void apply(Slot out, int rows);

    /** Turns deltas by its output into deltas by the product, in both memories, and computes its parameters' gradient. */
    void backward(Slot out, int rows);

    /** Applies it to a product in native memory. */
    default void forward(Slot out, int rows) {
        out.valuesFromNative(rows);
        apply(out, rows);
    }

    /**
     * Bias and activation.
     *
     * @param parameters of the network
     * @param at where the bias begins
     * @param width values of a bias, which the values of a row are a multiple of
     * @param activation one for which there are loops
     */
    record BiasActivation(Parameters parameters, int at, int width, Activation activation) implements Epilogue {
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
}
