package io.sparkae.ingest.download;

import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings {@code download.*}.
 *
 * @param mirrors URLs of folders for each dataset, each with a slash at its end, in the order in which they are tried
 * @param timeout longest time for which a mirror may send nothing
 */
public record DownloadSettings(Map<PublicDataset, List<URI>> mirrors, Duration timeout) {
    /** Copies the map. */
    public DownloadSettings {
        mirrors = Map.copyOf(mirrors);
    }

    /** The defaults of {@code conf/reference.conf}. */
    public static DownloadSettings defaults() {
        return Settings.defaults(DownloadSettings::read);
    }

    /** Reads the settings; URLs get a slash at their end. */
    public static DownloadSettings read(SettingsReader reader) {
        Map<PublicDataset, List<URI>> mirrors = new EnumMap<>(PublicDataset.class);
        for (PublicDataset dataset : PublicDataset.values()) {
            String key = "download.mirrors." + dataset.label();
            List<URI> urls = new ArrayList<>();
            for (String text : reader.texts(key)) {
                folder(text)
                        .ifPresentOrElse(
                                urls::add,
                                () -> reader.problem(key + ": expected http or https URLs of folders, found " + text));
            }
            if (reader.texts(key).isEmpty()) {
                reader.problem(key + ": expected at least one URL, found none");
            }
            mirrors.put(dataset, List.copyOf(urls));
        }
        return new DownloadSettings(mirrors, Duration.ofSeconds(reader.intAtLeast("download.timeout-seconds", 1)));
    }

    private static Optional<URI> folder(String text) {
        try {
            return Optional.of(new URI(text.endsWith("/") ? text : text + "/"))
                    .filter(url -> url.getHost() != null
                            && String.valueOf(url.getScheme()).matches("(?i)https?"))
                    .filter(url -> url.getQuery() == null && url.getFragment() == null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
