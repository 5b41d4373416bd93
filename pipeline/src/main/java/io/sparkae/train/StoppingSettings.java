package io.sparkae.train;

import io.sparkae.settings.SettingsReader;
import java.io.Serializable;
import java.util.List;

/**
 * The settings {@code training.early-stopping.*}: when training has brought all it will (Prechelt, "Early Stopping -
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
        return patience > 0 && history.size() - bestEpoch(history, minImprovement) >= patience;
    }

    /** The epoch, counted from 1, with the lowest loss, the first of equals; 0 before the first epoch. */
    public static int bestEpoch(List<EpochRecord> history) {
        return bestEpoch(history, 0);
    }

    private static int bestEpoch(List<EpochRecord> history, double improvement) {
        int best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (EpochRecord epoch : history) {
            if (epoch.judgedBy() < lowest - improvement) {
                lowest = epoch.judgedBy();
                best = epoch.epoch();
            }
        }
        return best;
    }
}
