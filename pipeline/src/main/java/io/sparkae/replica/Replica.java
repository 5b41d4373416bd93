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
     * per pixel, the penalty of a minibatch being that of each {@value #ROWS_JUDGED_AT_ONCE} rows. Not a number where it
     * is not defined.
     *
     * @param features {@code [rows, features]}
     */
    double lossSum(float[] features, int rows);

    /** Rows that are judged together: values between convolutions are many. */
    int ROWS_JUDGED_AT_ONCE = 256;

    /** θ now. */
    float[] parameters();

    /** u now. */
    float[] updaterState();

    /** Values a row. */
    int features();
}
