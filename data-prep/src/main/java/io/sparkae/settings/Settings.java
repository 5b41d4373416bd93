package io.sparkae.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings in force: {@code conf/reference.conf}, overridden by files in the order given, overridden by single
 * {@code KEY=VALUE} pairs. Every key must be one that {@code reference.conf} declares; below {@code spark.} any key is
 * let through, since those are Spark's.
 */
public final class Settings {
    private static final String SPARK_PREFIX = "spark.";

    private final Config config;

    private Settings(Config config) {
        this.config = config;
    }

    /**
     * Loads and checks the names of all keys.
     *
     * @param files HOCON files, a later one overriding an earlier one
     * @param pairs {@code KEY=VALUE} strings, overriding the files; the value is HOCON, or else taken as plain text
     * @throws SettingsException naming every unreadable file, malformed pair and unknown key at once
     */
    public static Settings load(List<Path> files, List<String> pairs) {
        return load(List.of(), files, pairs);
    }

    /**
     * The same with other defaults for some keys.
     *
     * @param defaults {@code KEY=VALUE} strings that files and pairs override
     */
    public static Settings load(List<String> defaults, List<Path> files, List<String> pairs) {
        Config reference = reference();
        List<String> problems = new ArrayList<>();
        Config own = ConfigFactory.empty();
        for (String pair : defaults) {
            own = parsePair(pair, problems).withFallback(own);
        }
        for (Path file : files) {
            Config parsed = parseFile(file, problems);
            problems.addAll(unknownKeys(parsed, reference, file.toString()));
            own = parsed.withFallback(own);
        }
        for (String pair : pairs) {
            Config parsed = parsePair(pair, problems);
            problems.addAll(unknownKeys(parsed, reference, "-s " + pair));
            own = parsed.withFallback(own);
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        try {
            return new Settings(own.withFallback(reference).resolve());
        } catch (ConfigException e) {
            throw new SettingsException(List.of(e.getMessage()));
        }
    }

    /** The declared keys with their defaults, as packed into the jar. */
    static Config reference() {
        return ConfigFactory.parseResources(Settings.class.getClassLoader(), "reference.conf");
    }

    /** A reader over these settings that collects problems; see {@link SettingsReader#check()}. */
    public SettingsReader reader() {
        return new SettingsReader(config);
    }

    /**
     * The settings whose keys are one of {@code prefixes} or lie below one, flattened to {@code key → value} in key
     * order. This is what manifests record and fingerprints are made of.
     */
    public SortedMap<String, Object> below(Collection<String> prefixes) {
        SortedMap<String, Object> found = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
            String key = plainKey(entry.getKey());
            if (prefixes.stream().anyMatch(p -> key.equals(p) || key.startsWith(p + "."))) {
                found.put(key, entry.getValue().unwrapped());
            }
        }
        return found;
    }

    private static Config parseFile(Path file, List<String> problems) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            problems.add("--config " + file + ": expected a readable file, found none");
            return ConfigFactory.empty();
        }
        try {
            return ConfigFactory.parseFile(file.toFile());
        } catch (ConfigException e) {
            problems.add("--config " + e.getMessage());
            return ConfigFactory.empty();
        }
    }

    private static Config parsePair(String pair, List<String> problems) {
        int equals = pair.indexOf('=');
        if (equals <= 0) {
            problems.add("-s " + pair + ": expected KEY=VALUE");
            return ConfigFactory.empty();
        }
        String key = pair.substring(0, equals).trim();
        String value = pair.substring(equals + 1).trim();
        try {
            return ConfigFactory.parseString(key + " = " + value);
        } catch (ConfigException notHocon) {
            // A path or URI such as hdfs://host/x holds characters that HOCON reserves: take it as it stands.
            try {
                return ConfigFactory.parseString(key + " = " + ConfigUtil.quoteString(value));
            } catch (ConfigException e) {
                problems.add("-s " + pair + ": expected KEY=VALUE, where KEY is a dotted name");
                return ConfigFactory.empty();
            }
        }
    }

    private static List<String> unknownKeys(Config given, Config reference, String origin) {
        List<String> problems = new ArrayList<>();
        List<String> known =
                reference.entrySet().stream().map(e -> plainKey(e.getKey())).toList();
        for (String quoted :
                given.entrySet().stream().map(Map.Entry::getKey).sorted().toList()) {
            String key = plainKey(quoted);
            if (!key.startsWith(SPARK_PREFIX) && !known.contains(key)) {
                problems.add(key + ": unknown setting (" + origin + "); the nearest known one is "
                        + NearestName.of(key, known));
            }
        }
        return problems;
    }

    private static String plainKey(String quoted) {
        return String.join(".", ConfigUtil.splitPath(quoted));
    }
}
