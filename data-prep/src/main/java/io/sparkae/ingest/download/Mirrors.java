package io.sparkae.ingest.download;

import io.sparkae.settings.SettingsReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a dataset can be had.
 *
 * @param setting the setting that names the mirrors, for messages
 * @param urls their folders, in the order in which they are tried
 */
public record Mirrors(String setting, List<URI> urls) {

    /** Reads a list of base URLs, and notes those that are none. */
    static Mirrors read(String setting, SettingsReader reader) {
        List<String> texts = reader.texts(setting);
        List<URI> urls = new ArrayList<>();
        for (String text : texts) {
            URI url = parse(text);
            if (url == null) {
                reader.problem(setting + ": expected http or https URLs of folders, found " + text);
            } else {
                urls.add(url);
            }
        }
        if (texts.isEmpty()) {
            reader.problem(setting + ": expected at least one URL, found none");
        }
        return new Mirrors(setting, List.copyOf(urls));
    }

    /** The URL of a folder, always with a slash at its end, or null. */
    private static URI parse(String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text : text + "/");
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            boolean folder = url.getHost() != null && url.getQuery() == null && url.getFragment() == null;
            return http && folder ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
