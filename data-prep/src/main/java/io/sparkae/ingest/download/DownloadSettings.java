package io.sparkae.ingest.download;

import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The settings {@code download.*}: the URLs of each dataset's mirrors, and for how long one may send nothing. */
public record DownloadSettings(Map<PublicDataset, List<URI>> mirrors, Duration timeout) {
    /** The defaults of {@code conf/reference.conf}. */
    public static DownloadSettings defaults() {
        return Settings.defaults(DownloadSettings::read);
    }

    /** Reads them; URLs get a slash at their end. */
    public static DownloadSettings read(SettingsReader reader) {
        Map<PublicDataset, List<URI>> mirrors = new EnumMap<>(PublicDataset.class);
        for (PublicDataset dataset : PublicDataset.values()) {
            String key = "download.mirrors." + dataset.label();
            mirrors.put(dataset, new ArrayList<>());
            for (String text : reader.texts(key)) {
                if (text.matches(
                        "(?i)https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?(/([\\w./~+@=,-]|%[0-9a-f]{2})*)?")) {
                    mirrors.get(dataset).add(URI.create(text.endsWith("/") ? text : text + "/"));
                } else {
                    reader.problem(key + ": expected http or https URLs of folders, found " + text);
                }
            }
            if (reader.texts(key).isEmpty()) {
                reader.problem(key + ": expected at least one URL, found none");
            }
        }
        return new DownloadSettings(mirrors, Duration.ofSeconds(reader.intAtLeast("download.timeout-seconds", 1)));
    }
}
