package io.sparkae.model.compute;

/** What follows a layer's product. */
interface Finish {
    /** Nothing: the output kernel does it. */
    Finish NONE = new Finish() {
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
}
