package io.sparkae.train;

import io.sparkae.settings.SettingsReader;
import io.sparkae.train.averaging.EpochRecord;
import java.io.Serializable;
import java.util.List;

/**
 * The settings {@code training.early-stopping.*}: early-stopping criterion (Prechelt, "Early Stopping -
 * but when?", 1998, the criterion UP with patience).
 *
 * @param patience epochs without an improvement after which to stop; 0 for never
 * @param minImprovement by how much a loss must fall to count as better
 */
public record StoppingSettings(int patience, double minImprovement) implements Serializable {

    static StoppingSettings read(SettingsReader reader) {
        return new StoppingSettings(
                reader.intAtLeast("training.early-stopping.patience", 0),
                reader.notNegative("training.early-stopping.min-improvement"));
    }

    /** Whether the last epochs, as many as the patience, brought nothing. */
    boolean reached(List<EpochRecord> history) {
        return patience > 0 && history.size() - EpochRecord.best(history, minImprovement) >= patience;
    }
}
