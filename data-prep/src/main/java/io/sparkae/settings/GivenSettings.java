package io.sparkae.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings given to a command, apart from all defaults: those of {@code --config} files, with references resolved, and
 * those of {@code -s}. A later command starts from them. Neither Spark's settings are among them, which say where a command
 * runs, nor secrets.
 */
public final class GivenSettings {
    /** None. */
    public static final GivenSettings NONE = new GivenSettings(ConfigFactory.empty(), ConfigFactory.empty(), List.of());

    private static final String FILES = "config";
    private static final String PAIRS = "given";
    private static final String AGAIN = "to-give-again";

    private final Config files;
    private final Config pairs;
    private final List<String> toGiveAgain;

    private GivenSettings(Config files, Config pairs, List<String> toGiveAgain) {
        this.files = files;
        this.pairs = pairs;
        this.toGiveAgain = toGiveAgain;
    }

    /**
     * What can be kept of some settings. A value with a secret cannot, nor then the value that it overrode: only the key is.
     *
     * @param files resolved
     * @param pairs that override the files
     * @param earlier keys to give again that an earlier command left
     */
    static GivenSettings of(Config files, Config pairs, List<String> earlier) {
        Config all = pairs.withFallback(files);
        SortedSet<String> again = new TreeSet<>(earlier);
        Config keptFiles = files;
        Config keptPairs = pairs;
        for (Map.Entry<String, ConfigValue> entry : all.entrySet()) {
            String key = Settings.plainKey(entry.getKey());
            again.remove(key);
            boolean secret = isSecret(key, entry.getValue());
            if (secret && !Settings.isSpark(key)) {
                again.add(key);
            }
            if (secret || Settings.isSpark(key)) {
                keptFiles = keptFiles.withoutPath(entry.getKey());
                keptPairs = keptPairs.withoutPath(entry.getKey());
            } else if (files.hasPathOrNull(entry.getKey()) && isSecret(key, files.getValue(entry.getKey()))) {
                keptFiles = keptFiles.withoutPath(entry.getKey());
            }
        }
        return new GivenSettings(keptFiles, keptPairs, List.copyOf(again));
    }

    private static boolean isSecret(String key, ConfigValue value) {
        return !Secrets.recorded(key, value.unwrapped()).equals(value.unwrapped());
    }

    /** Keys whose values had secrets, and have not been given since. */
    List<String> toGiveAgain() {
        return toGiveAgain;
    }

    /**
     * Checks that nothing is missing because it was secret.
     *
     * @throws SettingsException naming each such setting
     */
    public void requireComplete() {
        if (!toGiveAgain.isEmpty()) {
            throw new SettingsException(toGiveAgain.stream()
                    .map(key ->
                            key + ": was given to an earlier command on this run with a user name, password or other"
                                    + " secret in it, which is not kept: give it again")
                    .toList());
        }
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
        return files.isEmpty() && pairs.isEmpty() && toGiveAgain.isEmpty();
    }

    /** As HOCON, in key order, to be read by {@link #parse}. */
    public String toHocon() {
        return section(FILES, files)
                + section(PAIRS, pairs)
                + AGAIN + " = " + ConfigValueFactory.fromIterable(toGiveAgain).render(ConfigRenderOptions.concise())
                + "\n";
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
                    .filter(key -> !key.equals(FILES) && !key.equals(PAIRS) && !key.equals(AGAIN))
                    .findFirst()
                    .ifPresent(key -> {
                        throw new SettingsException(
                                List.of(origin + ": expected sections " + FILES + " and " + PAIRS + ", found " + key));
                    });
            return new GivenSettings(
                    part(all, FILES, origin),
                    part(all, PAIRS, origin),
                    all.hasPath(AGAIN) ? all.getStringList(AGAIN) : List.of());
        } catch (ConfigException e) {
            throw new SettingsException(List.of(origin + ": " + e.getMessage()));
        }
    }

    /** A section. Spark's settings are refused: they can name code to load, and others may write to a run folder. */
    private static Config part(Config all, String name, String origin) {
        Config part = all.hasPath(name) ? all.getConfig(name) : ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> entry : part.entrySet()) {
            String key = Settings.plainKey(entry.getKey());
            if (Settings.isSpark(key)) {
                throw new SettingsException(
                        List.of(origin + ": expected none of Spark's settings, found " + key + ": remove it"));
            }
        }
        return part;
    }
}
