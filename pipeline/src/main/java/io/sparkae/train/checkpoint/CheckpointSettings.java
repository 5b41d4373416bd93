package io.sparkae.train.checkpoint;

import io.sparkae.settings.Bounds;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;

/**
 * The settings {@code checkpoints.*}.
 *
 * @param everyEpochs epochs between two checkpoints; 0 for never
 * @param everyMinutes minutes between two checkpoints, taken after a round; 0 for never
 * @param keep number of checkpoints to keep
 */
public record CheckpointSettings(int everyEpochs, double everyMinutes, int keep) {

    /** Checks each setting by its bounds. */
    public CheckpointSettings {
        Bounds.intAtLeast("checkpoints.every-epochs", 0, everyEpochs);
        Bounds.notNegative("checkpoints.every-minutes", everyMinutes);
        Bounds.intAtLeast("checkpoints.keep", 1, keep);
    }

    /** The same with another number of epochs between two checkpoints. */
    public CheckpointSettings withEveryEpochs(int other) {
        return new CheckpointSettings(other, everyMinutes, keep);
    }

    /** The same with another time between two checkpoints, in minutes. */
    public CheckpointSettings withEveryMinutes(double other) {
        return new CheckpointSettings(everyEpochs, other, keep);
    }

    /** The same with another number of checkpoints to keep. */
    public CheckpointSettings withKeep(int other) {
        return new CheckpointSettings(everyEpochs, everyMinutes, other);
    }

    /** The defaults of {@code conf/reference.conf}. */
    public static CheckpointSettings defaults() {
        return Settings.defaults(CheckpointSettings::read);
    }

    /** Reads the keys {@code checkpoints.*}. */
    public static CheckpointSettings read(SettingsReader reader) {
        return new CheckpointSettings(
                reader.intAtLeast("checkpoints.every-epochs", 0),
                reader.notNegative("checkpoints.every-minutes"),
                reader.intAtLeast("checkpoints.keep", 1));
    }
}
