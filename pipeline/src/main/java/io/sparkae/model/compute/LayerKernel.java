package io.sparkae.model.compute;

/** A layer's pass forward and its pass backward. Not for several threads at a time. */
interface LayerKernel {
    /**
     * Turns the values of {@code in} into those of {@code out}.
     *
     * @param training whether to do what is done in training only
     */
    void forward(Slot in, Slot out, int rows, boolean training);

    /**
     * Turns the deltas of {@code out} into the gradient by the layer's parameters and, if {@code propagate}, into the
     * deltas of {@code in}. Follows a pass forward in training.
     */
    void backward(Slot in, Slot out, int rows, boolean propagate);

    /** The layer's term of the loss in its last forward pass, a mean per row. */
    default double penalty() {
        return 0;
    }

    /** Seeds the layer's random generator. */
    default void seed(long seed) {}
}
