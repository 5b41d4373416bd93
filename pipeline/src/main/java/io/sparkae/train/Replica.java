package io.sparkae.train;

/** A worker's own copy of the model: what every family must offer to be trained. */
interface Replica {
    /** Takes over a state, wholly. */
    void load(TrainingState state);

    /**
     * Fits one minibatch.
     *
     * @param features the first {@code rows} rows of it count, {@code [rows, features]}
     * @return the loss before the step, a mean per row
     */
    double fit(float[] features, int rows);

    /**
     * What the network makes of some rows, in evaluation mode.
     *
     * @param features {@code [rows, features]}
     */
    float[] reconstruct(float[] features, int rows);

    /** θ now. */
    float[] parameters();

    /** u now. */
    float[] updaterState();
}
