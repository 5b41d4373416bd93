package io.sparkae.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings given to a command, apart from all defaults: those of {@code --config} files, with references resolved, and
 * those of {@code -s}. A later command starts from them. Neither Spark's settings are among them, which say where a command
 * runs, nor secrets.
 */
public final class GivenSettings {
    /** None. */
    public static final GivenSettings NONE = new GivenSettings(ConfigFactory.empty(), ConfigFactory.empty());

    private static final String FILES = "config";
    private static final String PAIRS = "given";

    private final Config files;
    private final Config pairs;

    private GivenSettings(Config files, Config pairs) {
        this.files = files;
        this.pairs = pairs;
    }

    /** @param files resolved */
    static GivenSettings of(Config files, Config pairs) {
        return new GivenSettings(keepable(files), keepable(pairs));
    }

    /** Without Spark's settings, secrets, and paths with passwords. */
    private static Config keepable(Config all) {
        Config kept = all;
        for (Map.Entry<String, ConfigValue> entry : all.entrySet()) {
            String key = Settings.plainKey(entry.getKey());
            Object value = entry.getValue().unwrapped();
            if (Settings.isSpark(key) || !Secrets.recorded(key, value).equals(value)) {
                kept = kept.withoutPath(entry.getKey());
            }
        }
        return kept;
    }

    /** Those of files. */
    Config files() {
        return files;
    }

    /** Those of single pairs, which override {@link #files}. */
    Config pairs() {
        return pairs;
    }

    /** The pairs that files given later do not set. */
    Config pairsWithout(Config later) {
        Config left = pairs;
        for (Map.Entry<String, ConfigValue> entry : later.entrySet()) {
            left = left.withoutPath(entry.getKey());
        }
        return left;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return files.isEmpty() && pairs.isEmpty();
    }

    /** As HOCON, in key order, to be read by {@link #parse}. */
    public String toHocon() {
        return section(FILES, files) + section(PAIRS, pairs);
    }

    private static String section(String name, Config settings) {
        SortedMap<String, String> lines = new TreeMap<>();
        settings.entrySet()
                .forEach(entry -> lines.put(entry.getKey(), entry.getValue().render(ConfigRenderOptions.concise())));
        StringBuilder text = new StringBuilder(name).append(" {\n");
        lines.forEach((key, value) ->
                text.append("  ").append(key).append(" = ").append(value).append('\n'));
        return text.append("}\n").toString();
    }

    /**
     * Parses what {@link #toHocon} wrote, and a user may have edited. Includes are refused.
     *
     * @param origin for messages
     * @throws SettingsException if it is no HOCON of these two sections
     */
    public static GivenSettings parse(String text, String origin) {
        try {
            Config all = SettingsFile.parseAlone(text);
            all.root().keySet().stream()
                    .filter(key -> !key.equals(FILES) && !key.equals(PAIRS))
                    .findFirst()
                    .ifPresent(key -> {
                        throw new SettingsException(
                                List.of(origin + ": expected sections " + FILES + " and " + PAIRS + ", found " + key));
                    });
            return new GivenSettings(part(all, FILES), part(all, PAIRS));
        } catch (ConfigException e) {
            throw new SettingsException(List.of(origin + ": " + e.getMessage()));
        }
    }

    private static Config part(Config all, String name) {
        return all.hasPath(ConfigUtil.joinPath(name)) ? all.getConfig(name) : ConfigFactory.empty();
    }
}
