package io.sparkae.train;

import io.sparkae.train.averaging.EpochRecord;
import java.util.List;

/** Told how training goes; called on the driver. */
public interface TrainingListener {
    /** No-op. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * Once, if training goes on from a checkpoint.
     *
     * @param checkpoint where it is
     * @param epochs done
     * @param rounds done of the next one
     */
    default void resumed(String checkpoint, int epochs, int rounds) {}

    /** For each checkpoint that cannot be used, with its path and the reason. */
    default void damaged(String checkpoint, String why) {}

    /**
     * Before each of several trainings that make a model.
     *
     * @param name of its network
     * @param number counted from 1
     */
    default void phaseStarted(String name, int number, int phases) {}

    /**
     * After each averaging.
     *
     * @param epoch under way, counted from 0
     * @param rounds done in it
     * @param allRounds to do in it
     * @param rows trained on in it
     * @param loss mean per pixel over those rows
     */
    default void roundEnded(int epoch, int rounds, int allRounds, long rows, double loss) {}

    /** After each epoch. */
    default void epochEnded(EpochRecord epoch, int epochs) {}

    /** After each checkpoint. */
    default void checkpointTaken() {}

    /** Once, if training ends before its last epoch since losses no longer fall. */
    default void stoppedEarly(List<EpochRecord> history) {}
}
