package io.sparkae.report.section;

import io.sparkae.rows.Split;
import io.sparkae.settings.Bounds;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import io.sparkae.settings.SettingsReader;
import java.util.List;

/**
 * The settings {@code report.*}.
 *
 * @param heldOut split of the rows that are shown; not {@link Split#TRAIN}
 * @param rows maximum number of them that the driver loads
 */
public record ReportSettings(Split heldOut, int rows) {
    private static final String TRAINING_ROWS = "report.held-out: expected test or validation, found train";

    /** Checks each setting by its bounds. */
    public ReportSettings {
        Bounds.intAtLeast("report.rows", 1, rows);
        if (heldOut == Split.TRAIN) {
            throw new SettingsException(List.of(TRAINING_ROWS));
        }
    }

    /** The defaults of {@code conf/reference.conf}. */
    public static ReportSettings defaults() {
        return Settings.defaults(ReportSettings::read);
    }

    /** Reads the keys {@code report.*}. */
    public static ReportSettings read(SettingsReader reader) {
        Split heldOut = reader.oneOf("report.held-out", Split.class);
        if (heldOut == Split.TRAIN) {
            reader.problem(TRAINING_ROWS);
            heldOut = Split.TEST; // reported already
        }
        return new ReportSettings(heldOut, reader.intAtLeast("report.rows", 1));
    }
}
