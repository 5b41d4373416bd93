package io.sparkae.replica;

/** A worker's own copy of the model: what every family must offer to be trained. Not for several threads at a time. */
public interface Replica {
    /** Takes over a state, wholly. */
    void load(TrainingState state);

    /**
     * Fits one minibatch.
     *
     * @return the loss before the step, penalties included, a mean per row and pixel
     */
    double fit(Minibatch minibatch);

    /**
     * The loss that training minimises, penalties included, in evaluation mode on clean input; a sum over rows of means
     * per pixel. Not a number where it is not defined.
     *
     * @param features {@code [rows, features]}
     * @param seed decides what is drawn at random
     */
    double lossSum(float[] features, int rows, long seed);

    /** θ now. */
    float[] parameters();

    /** u now. */
    float[] updaterState();

    /** Values a row. */
    int features();
}
