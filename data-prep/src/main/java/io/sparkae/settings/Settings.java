package io.sparkae.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The settings in force: {@code conf/reference.conf}, overridden by files in the order given, overridden by single
 * {@code KEY=VALUE} pairs. Every key must be one that {@code reference.conf} declares; below {@code spark.} any key is
 * let through, since those are Spark's. Nothing comes from the environment or from system properties.
 */
public final class Settings {
    private static final Pattern SPARK_KEY = Pattern.compile("spark(\\.[^.\\s\"'\\p{Cntrl}]+)+");
    private static final ConfigResolveOptions NO_ENVIRONMENT =
            ConfigResolveOptions.defaults().setUseSystemEnvironment(false);

    private final Config config;
    private final SortedMap<String, String> spark;
    private final Map<String, String> refused;

    private Settings(Config config, SortedMap<String, String> spark, Map<String, String> refused) {
        this.config = config;
        this.spark = spark;
        this.refused = refused;
    }

    /** {@code KEY=VALUE} after {@code -s} that sets a value as {@link #below} gives it. */
    public static String pair(String key, Object value) {
        return SettingPair.write(key, value);
    }

    /**
     * Loads and checks the names of all keys.
     *
     * @param files HOCON files, a later one overriding an earlier one; they may include other files
     * @param pairs {@code KEY=VALUE} strings, overriding the files; a value is what stands after the first {@code =},
     *     read as {@code SettingPair} says, by the type of the key's default
     * @throws SettingsException naming every unreadable file, malformed pair and unknown key at once; it does not repeat
     *     the values of pairs
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
        Loading loading = new Loading();
        loading.addPairs(defaults);
        SortedMap<String, String> spark = new TreeMap<>(loading.spark);
        loading.spark.clear();
        for (Path file : files) {
            loading.add(file);
        }
        loading.addPairs(pairs);
        Config all = loading.resolved();
        addSpark(spark, all, loading.files);
        spark.putAll(loading.spark);
        return new Settings(all, spark, loading.refused);
    }

    /** The declared keys with their defaults, as packed into the jar; read once. */
    private static final class Reference {
        private static final Config DECLARED =
                ConfigFactory.parseResources(Settings.class.getClassLoader(), "reference.conf");
        private static final Map<String, ConfigValue> VALUES = new TreeMap<>();

        static {
            DECLARED.resolve(NO_ENVIRONMENT)
                    .entrySet()
                    .forEach(entry -> VALUES.put(plainKey(entry.getKey()), entry.getValue()));
        }
    }

    /**
     * A settings record with the defaults of {@code conf/reference.conf}: {@code Settings.defaults(KnnSettings::read)}.
     * Records offer it as {@code defaults()}, with a {@code with…} method for each value that Java code may set.
     *
     * @param read the record's reader, the one that reads HOCON
     */
    public static <T> T defaults(Function<SettingsReader, T> read) {
        SettingsReader reader = load(List.of(), List.of()).reader();
        T settings = read.apply(reader);
        reader.check();
        return settings;
    }

    /** A reader over these settings that collects problems; see {@link SettingsReader#check()}. */
    public SettingsReader reader() {
        return new SettingsReader(config, refused);
    }

    /**
     * The settings whose keys are one of {@code prefixes} or lie below one, flattened to {@code key → value} in key
     * order, Spark's own left out. This is what manifests record and fingerprints are made of: it has no secrets, and
     * URIs without user names and passwords.
     */
    public SortedMap<String, Object> below(Collection<String> prefixes) {
        SortedMap<String, Object> found = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
            String key = plainKey(entry.getKey());
            if (!isSpark(key) && prefixes.stream().anyMatch(p -> key.equals(p) || key.startsWith(p + "."))) {
                found.put(key, Secrets.recorded(key, entry.getValue().unwrapped()));
            }
        }
        return found;
    }

    /** The settings below {@code spark.}, secrets as they are: for Spark alone, and not to be shown or recorded. */
    public SortedMap<String, String> spark() {
        return new TreeMap<>(spark);
    }

    /** HOCON makes a tree of keys, and the same key can be put into it in several ways; what the files say wins. */
    private static void addSpark(SortedMap<String, String> spark, Config all, Config files) {
        SortedMap<String, String> given = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry : all.entrySet()) {
            String key = plainKey(entry.getKey());
            if (isSpark(key)) {
                String value = String.valueOf(entry.getValue().unwrapped());
                if (isGiven(files, entry.getKey())) {
                    given.put(key, value);
                } else {
                    spark.putIfAbsent(key, value);
                }
            }
        }
        spark.putAll(given);
    }

    private static boolean isGiven(Config files, String path) {
        try {
            return files.hasPathOrNull(path);
        } catch (ConfigException.NotResolved e) {
            return true; // put together from several places, of which one is a file
        }
    }

    private static boolean isSpark(String key) {
        return key.startsWith("spark.");
    }

    private static String plainKey(String quoted) {
        return String.join(".", ConfigUtil.splitPath(quoted));
    }

    /** Gathers what is given, and all that is wrong with it. */
    private static final class Loading {
        private final List<String> problems = new ArrayList<>();
        private final SortedMap<String, String> spark = new TreeMap<>();
        private final Map<String, String> refused = new HashMap<>();
        private Config own = ConfigFactory.empty();
        private Config files = ConfigFactory.empty();

        void add(Path file) {
            try {
                Config parsed = SettingsFile.parse(file);
                checkKeys(parsed, file.toString());
                own = parsed.withFallback(own);
                files = parsed.withFallback(files);
            } catch (SettingsException e) {
                problems.addAll(e.problems());
            }
        }

        void addPairs(List<String> pairs) {
            for (int i = 0; i < pairs.size(); i++) {
                Optional<SettingPair> pair = SettingPair.of(pairs.get(i));
                if (pair.isPresent()) {
                    add(pair.get());
                } else { // which is not repeated: it may be a secret
                    problems.add("-s, number " + (i + 1) + " of " + pairs.size() + ": expected KEY=VALUE, found no key"
                            + " before a '='");
                }
            }
        }

        private void add(SettingPair pair) {
            String key = pair.key();
            if (SPARK_KEY.matcher(key).matches()) {
                spark.put(key, pair.value());
            } else if (isSpark(key)) {
                problems.add(key + ": expected a setting of Spark's without quotes or blanks (-s)");
            } else if (!Reference.VALUES.containsKey(key)) {
                problems.add(unknown(key, "-s"));
            } else {
                Optional<ConfigValue> typed = pair.as(Reference.VALUES.get(key));
                if (typed.isPresent()) {
                    refused.remove(key);
                    own = pair.config(typed.get()).withFallback(own);
                } else { // the reader knows what is expected
                    refused.put(key, pair.value());
                }
            }
        }

        Config resolved() {
            Config all = ConfigFactory.empty();
            try {
                all = own.withFallback(Reference.DECLARED).resolve(NO_ENVIRONMENT);
                if (problems.isEmpty()) { // what could not be looked into before
                    checkKeys(all, "--config");
                }
            } catch (ConfigException e) {
                problems.add(
                        "--config: " + e.getMessage() + " (other settings can be named so, the environment cannot)");
            }
            if (!problems.isEmpty()) {
                throw new SettingsException(problems);
            }
            return all;
        }

        private void checkKeys(Config given, String origin) {
            try {
                given.entrySet().stream()
                        .map(entry -> plainKey(entry.getKey()))
                        .filter(key -> !isSpark(key) && !Reference.VALUES.containsKey(key))
                        .sorted()
                        .forEach(key -> problems.add(unknown(key, origin)));
            } catch (ConfigException.NotResolved e) {
                // A reference with more put over it: looked at again when all is resolved.
            }
        }

        private String unknown(String key, String origin) {
            return key + ": unknown setting (" + origin + "); the nearest known one is "
                    + NearestName.of(key, Reference.VALUES.keySet());
        }
    }
}
