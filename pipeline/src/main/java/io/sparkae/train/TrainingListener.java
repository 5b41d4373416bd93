package io.sparkae.train;

/** Told how training goes; called on the driver. */
public interface TrainingListener {
    /** Tells nobody. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * After each averaging.
     *
     * @param rounds done so far, over all epochs
     * @param allRounds to do, over all epochs
     * @param loss mean per pixel over this round's rows
     */
    default void roundEnded(int rounds, int allRounds, double loss) {}

    /** After each epoch. */
    default void epochEnded(EpochRecord epoch, int epochs) {}
}
