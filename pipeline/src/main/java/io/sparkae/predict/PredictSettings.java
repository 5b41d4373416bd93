package io.sparkae.predict;

import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import io.sparkae.settings.SettingsReader;
import java.util.List;

/**
 * The settings {@code predict.*}; {@code conf/reference.conf} explains each.
 *
 * @param anomalyQuantile probability of the quantile of held-out errors above which a row is an anomaly
 * @param neighbours whether neighbours are searched where there are references
 */
public record PredictSettings(double anomalyQuantile, boolean neighbours) {
    /** @throws SettingsException if a number is out of bounds */
    public PredictSettings {
        if (!(anomalyQuantile >= 0 && anomalyQuantile <= 1)) {
            throw new SettingsException(
                    List.of("predict.anomaly-quantile: expected a number in [0, 1], found " + anomalyQuantile));
        }
    }

    /** The defaults of {@code conf/reference.conf}. */
    public static PredictSettings defaults() {
        return Settings.defaults(PredictSettings::read);
    }

    /** Reads the keys {@code predict.*}. */
    public static PredictSettings read(SettingsReader reader) {
        return new PredictSettings(reader.fraction("predict.anomaly-quantile"), reader.bool("predict.neighbours"));
    }

    /** The settings with another quantile. */
    public PredictSettings withAnomalyQuantile(double other) {
        return new PredictSettings(other, neighbours);
    }
}
