package io.sparkae.train.replica;

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
     * per pixel, the penalty of a minibatch being that of each {@value #MOST_ROWS_JUDGED_AT_ONCE} rows, or fewer where
     * layers are wide. Not a number where it is not defined.
     *
     * @param features {@code [rows, features]}
     */
    double lossSum(float[] features, int rows);

    /** Most rows that are judged together: values between convolutions are many. */
    int MOST_ROWS_JUDGED_AT_ONCE = 256;

    /**
     * Rows that are judged together.
     *
     * @param widest values of a row between two layers
     */
    static int rowsJudgedAtOnce(int widest) {
        return Math.max(1, Math.min(MOST_ROWS_JUDGED_AT_ONCE, (1 << 26) / Math.max(1, widest)));
    }

    /** θ now. */
    float[] parameters();

    /** u now. */
    float[] updaterState();

    /** Values a row. */
    int features();
}
