package io.sparkae.ingest.download;

import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The settings {@code download.*}.
 *
 * @param mirrors of each dataset
 * @param timeout how long a mirror may be silent: while it is connected to, before it answers, and between two bytes
 */
public record DownloadSettings(Map<PublicDataset, Mirrors> mirrors, Duration timeout) {

    /** The defaults of {@code conf/reference.conf}. */
    public static DownloadSettings defaults() {
        return Settings.defaults(DownloadSettings::read);
    }

    /** Reads the keys {@code download.*}. */
    public static DownloadSettings read(SettingsReader reader) {
        Map<PublicDataset, Mirrors> mirrors = new EnumMap<>(PublicDataset.class);
        for (PublicDataset dataset : PublicDataset.values()) {
            mirrors.put(dataset, Mirrors.read("download.mirrors." + dataset.label(), reader));
        }
        return new DownloadSettings(
                Map.copyOf(mirrors), Duration.ofSeconds(reader.intAtLeast("download.timeout-seconds", 1)));
    }
}
