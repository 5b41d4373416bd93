package io.sparkae.model.compute;

import org.nd4j.linalg.activations.Activation;

/** What follows a layer's product. */
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

    /** Finishes the values of a slot in Java's memory, and brings native memory up to date if the next layer needs it. */
    void apply(Slot out, int rows);

    /** From deltas by finished values to deltas by the product, in both memories, and the gradient of own parameters. */
    void backward(Slot out, int rows);

    /** Finishes a product that lies in native memory. */
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
