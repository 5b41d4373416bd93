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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The settings in force: {@code conf/reference.conf}, overridden by files in the order given, overridden by single
 * {@code KEY=VALUE} pairs. Every key must be declared in {@code reference.conf}, except those below {@code spark.}, which
 * go to Spark. Environment variables and system properties are not read.
 */
public final class Settings {
    private static final Pattern SPARK_KEY = Pattern.compile("spark(\\.[^.\\s\"'\\p{Cntrl}]+)+");
    private static final ConfigResolveOptions NO_ENVIRONMENT =
            ConfigResolveOptions.defaults().setUseSystemEnvironment(false);

    private final Config config;
    private final Config unresolved;
    private final SortedMap<String, String> spark;
    private final Map<String, String> refused;
    private final GivenSettings given;

    private Settings(
            Config config,
            Config unresolved,
            SortedMap<String, String> spark,
            Map<String, String> refused,
            GivenSettings given) {
        this.config = config;
        this.unresolved = unresolved;
        this.spark = spark;
        this.refused = refused;
        this.given = given;
    }

    /** The {@code KEY=VALUE} argument of {@code -s} that sets a value which {@link #below} returned. */
    public static String pair(String key, Object value) {
        return SettingPair.write(key, value);
    }

    /**
     * Loads settings and checks the names of all keys.
     *
     * @param files HOCON files, a later one overriding an earlier one; they may include other files
     * @param pairs {@code KEY=VALUE} strings, overriding the files; the value is the text after the first {@code =}, parsed
     *     by the type of the key's default
     * @throws SettingsException naming every unreadable file, malformed pair and unknown key; it does not repeat the values
     *     of pairs, which may be secret
     */
    public static Settings load(List<Path> files, List<String> pairs) {
        return load(List.of(), files, pairs);
    }

    /**
     * Loads settings with other defaults for some keys; see {@link #load(List, List)}.
     *
     * @param defaults {@code KEY=VALUE} strings that files and pairs override
     */
    public static Settings load(List<String> defaults, List<Path> files, List<String> pairs) {
        return load(defaults, GivenSettings.NONE, "", files, pairs);
    }

    /**
     * Loads settings that start from those given to an earlier command; see {@link #load(List, List)}. New files take the
     * place of the earlier files, and new pairs are added to the earlier pairs.
     *
     * @param defaults {@code KEY=VALUE} strings that all others override
     * @param earlier given to an earlier command
     * @param origin of the earlier ones, for messages
     */
    public static Settings load(
            List<String> defaults, GivenSettings earlier, String origin, List<Path> files, List<String> pairs) {
        Loading loading = new Loading();
        loading.addPairs(defaults);
        SortedMap<String, String> spark = new TreeMap<>(loading.spark);
        loading.spark.clear();
        loading.pairs = ConfigFactory.empty();
        loading.addEarlier(files.isEmpty() ? earlier.files() : ConfigFactory.empty(), origin);
        loading.addEarlier(earlier.pairs(), origin);
        for (Path file : files) {
            loading.add(file);
        }
        loading.addPairs(pairs);
        Config all = loading.resolved();
        addSpark(spark, all, loading.files);
        spark.putAll(loading.spark);
        Config newFiles = loading.files.resolveWith(all, NO_ENVIRONMENT);
        GivenSettings given = GivenSettings.of(
                files.isEmpty() ? earlier.files() : newFiles,
                loading.pairs.withFallback(earlier.pairsWithout(newFiles)),
                earlier.toGiveAgain());
        return new Settings(all, loading.unresolved(), spark, loading.refused, given);
    }

    /**
     * These settings with more pairs, which override all others; Spark's settings stay as they are.
     *
     * @throws SettingsException naming every malformed pair and unknown key
     */
    public Settings with(List<String> morePairs) {
        Loading loading = new Loading();
        loading.addPairs(morePairs);
        loading.resolved();
        Config all = loading.pairs.withFallback(unresolved).resolve(NO_ENVIRONMENT);
        Map<String, String> stillRefused = new HashMap<>(refused);
        stillRefused.putAll(loading.refused);
        GivenSettings more =
                GivenSettings.of(given.files(), loading.pairs.withFallback(given.pairs()), given.toGiveAgain());
        return new Settings(all, loading.pairs.withFallback(unresolved), spark, stillRefused, more);
    }

    /** The settings given to this command or an earlier one from which it started, for a later one to start from. */
    public GivenSettings given() {
        return given;
    }

    /** The declared keys with their defaults, from the class path; read once. */
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

    /** A reader of these settings that collects problems; see {@link SettingsReader#check()}. */
    public SettingsReader reader() {
        return new SettingsReader(config, refused);
    }

    /**
     * The settings whose keys are one of {@code prefixes} or lie below one, flattened to {@code key → value} in key
     * order, without Spark's. Manifests record them and fingerprints hash them, so secrets are removed, and user names and
     * passwords in URIs.
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

    /** The settings below {@code spark.}, secrets included: for Spark only, never to be shown or recorded. */
    public SortedMap<String, String> spark() {
        return new TreeMap<>(spark);
    }

    /** Adds Spark's settings from HOCON; a value given in a file overrides a default, however the key is nested there. */
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
            return true; // merged from several places, one of which is a file
        }
    }

    static boolean isSpark(String key) {
        return key.startsWith("spark.");
    }

    /** A key as it is written in messages and manifests, from the library's path, which quotes parts of it. */
    static String plainKey(String quoted) {
        return String.join(".", ConfigUtil.splitPath(quoted));
    }

    /** Merges files and pairs and collects all problems. */
    private static final class Loading {
        private final List<String> problems = new ArrayList<>();
        private final SortedMap<String, String> spark = new TreeMap<>();
        private final Map<String, String> refused = new HashMap<>();
        private Config own = ConfigFactory.empty();
        private Config files = ConfigFactory.empty();
        private Config pairs = ConfigFactory.empty();

        void addEarlier(Config earlier, String origin) {
            checkKeys(earlier, origin);
            own = earlier.withFallback(own);
        }

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
                } else { // the pair is not repeated: it may be secret
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
                    pairs = pair.config(typed.get()).withFallback(pairs);
                } else { // reported by the reader, which knows what is expected
                    refused.put(key, pair.value());
                }
            }
        }

        Config unresolved() {
            return own.withFallback(Reference.DECLARED);
        }

        Config resolved() {
            Config all = ConfigFactory.empty();
            try {
                all = unresolved().resolve(NO_ENVIRONMENT);
                if (problems.isEmpty()) { // files with references could not be checked before
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
                // checked again when all references are resolved
            }
        }

        private String unknown(String key, String origin) {
            return key + ": unknown setting (" + origin + "); the nearest known one is " + nearest(key);
        }

        /** The declared key with the least edit distance (Levenshtein 1966), the first in order of those. */
        private static String nearest(String key) {
            return Reference.VALUES.keySet().stream()
                    .min(Comparator.comparingInt(
                            known -> LevenshteinDistance.getDefaultInstance().apply(key, known)))
                    .orElseThrow();
        }
    }
}
