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

    /** What the layer added to the loss in its last pass forward, a mean per row. */
    default double penalty() {
        return 0;
    }

    /** Decides what the layer draws at random from now on. */
    default void seed(long seed) {}
}
