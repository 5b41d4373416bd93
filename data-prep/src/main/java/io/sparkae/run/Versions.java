package io.sparkae.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** What a run was made with: this project's version and commit, and those of what it stands on. */
public final class Versions {
    private static final Properties BUILD = load();

    private Versions() {}

    /** This project's version. */
    public static String project() {
        return BUILD.getProperty("version");
    }

    /**
     * What stands for the source that a stage's results depend on: equal values, equal source. It comes from the files that
     * were built, not from when or where.
     */
    static String build(StageName stage) {
        return BUILD.getProperty(
                switch (stage) {
                    case INGEST -> "build-ingest";
                    case TRAIN, ENCODE, KNN -> "build-model";
                    case REPORT -> "build-report";
                });
    }

    /**
     * Says which builds an output was made by and is read by now, if they may give other results.
     *
     * @param then what {@link #of} said
     */
    static Optional<String> difference(StageName stage, Map<String, String> then) {
        String now = build(stage);
        String before = then.getOrDefault("build", "unknown");
        if (before.equals(now)) {
            return Optional.empty();
        }
        String commitThen = then.getOrDefault("git-commit", "unknown");
        String commitNow = BUILD.getProperty("git-commit");
        return Optional.of(
                commitThen.equals(commitNow)
                        ? "commit " + start(commitNow) + " with other changes, " + start(before) + ", now " + start(now)
                        : "commit " + start(commitThen) + ", now " + start(commitNow));
    }

    private static String start(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }

    /** Name to version, for the manifest of a stage. */
    public static Map<String, String> of(StageName stage) {
        Map<String, String> versions = new TreeMap<>();
        versions.put("build", build(stage));
        versions.put("sparkae", project());
        versions.put("git-commit", BUILD.getProperty("git-commit"));
        versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
        versions.put("dl4j", BUILD.getProperty("dl4j"));
        versions.put("java", Runtime.version().toString());
        return versions;
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("/sparkae-build.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
