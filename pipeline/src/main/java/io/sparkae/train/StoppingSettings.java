package io.sparkae.train;

import io.sparkae.settings.Bounds;
import io.sparkae.settings.SettingsReader;
import io.sparkae.train.averaging.EpochRecord;
import java.io.Serializable;
import java.util.List;

/**
 * The settings {@code training.early-stopping.*}: early-stopping criterion (Prechelt, "Early Stopping -
 * but when?", 1998, criterion UP, with patience).
 *
 * @param patience epochs without an improvement after which to stop; 0 for never
 * @param minImprovement by how much a loss must fall to count as better
 */
public record StoppingSettings(int patience, double minImprovement) implements Serializable {

    /** Checks each setting by its bounds. */
    public StoppingSettings {
        Bounds.intAtLeast("training.early-stopping.patience", 0, patience);
        Bounds.notNegative("training.early-stopping.min-improvement", minImprovement);
    }

    /** The same with another patience. */
    public StoppingSettings withPatience(int other) {
        return new StoppingSettings(other, minImprovement);
    }

    /** The same with another least improvement. */
    public StoppingSettings withMinImprovement(double other) {
        return new StoppingSettings(patience, other);
    }

    static StoppingSettings read(SettingsReader reader) {
        return new StoppingSettings(
                reader.intAtLeast("training.early-stopping.patience", 0),
                reader.notNegative("training.early-stopping.min-improvement"));
    }

    /** Whether the last {@code patience} epochs did not improve the loss. */
    boolean reached(List<EpochRecord> history) {
        return patience > 0 && history.size() - EpochRecord.best(history, minImprovement) >= patience;
    }
}
