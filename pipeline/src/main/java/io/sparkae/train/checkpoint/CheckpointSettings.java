package io.sparkae.train.checkpoint;

import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;

/**
 * The settings {@code checkpoints.*}.
 *
 * @param everyEpochs epochs between two checkpoints; 0 for none by epochs
 * @param everyMinutes minutes between two checkpoints, taken after a round; 0 for none by time
 * @param keep how many to keep
 */
public record CheckpointSettings(int everyEpochs, double everyMinutes, int keep) {

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
