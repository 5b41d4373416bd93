package io.sparkae.train;

import io.sparkae.settings.SettingsReader;
import java.io.Serializable;

/**
 * The settings {@code training.*}; {@code conf/reference.conf} explains each.
 *
 * @param seed the configured seed
 * @param master the engine
 * @param workers partitions that train side by side
 * @param epochs passes over the training rows
 * @param batchSize rows a minibatch
 * @param averagingFrequency minibatches between two averagings
 * @param learningRate Adam's step size
 */
public record TrainingSettings(
        long seed, Master master, int workers, int epochs, int batchSize, int averagingFrequency, double learningRate)
        implements Serializable {

    /** Engines. */
    public enum Master {
        /** Rows stay cached in their executors. */
        RESIDENT
    }

    /** Reads the keys {@code seed} and {@code training.*}. */
    public static TrainingSettings read(SettingsReader reader) {
        return new TrainingSettings(
                reader.anyLong("seed"),
                reader.oneOf("training.master", Master.class),
                reader.intAtLeast("training.workers", 1),
                reader.intAtLeast("training.epochs", 1),
                reader.intAtLeast("training.batch-size", 1),
                reader.intAtLeast("training.averaging-frequency", 1),
                reader.positive("training.learning-rate"));
    }
}
