package io.sparkae.train;

import io.sparkae.train.averaging.EpochRecord;
import java.util.List;

/** Receives training events, on the driver. */
public interface TrainingListener {
    /** No-op. */
    TrainingListener NONE = new TrainingListener() {};

    /** Before the first step, for each thing that a user should know of the settings in force. */
    default void noted(String note) {}

    /**
     * Once, if training resumes from a checkpoint.
     *
     * @param checkpoint path
     * @param epochs finished
     * @param rounds finished of the next epoch
     */
    default void resumed(String checkpoint, int epochs, int rounds) {}

    /** For each unusable checkpoint, with its path and the reason. */
    default void damaged(String checkpoint, String why) {}

    /**
     * Before each phase of a training that has several.
     *
     * @param name of the phase
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

    /** Once, if training is stopped early. */
    default void stoppedEarly(List<EpochRecord> history) {}
}
