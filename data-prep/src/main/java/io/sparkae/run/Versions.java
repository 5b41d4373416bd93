package io.sparkae.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** The versions that a run was made with: sparkae's version, commit and build, Spark, Deeplearning4j and Java. */
public final class Versions {
    private static final Properties BUILD = load();

    private Versions() {}

    /** sparkae's version. */
    public static String project() {
        return BUILD.getProperty("version");
    }

    /**
     * The hash of the source code on which a stage's results depend. Equal source gives equal values, whenever and wherever
     * it is built.
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
     * The builds that made an output and read it now, for a message; empty if they have the same source.
     *
     * @param then the versions in the output's manifest
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

    /** Versions by name, for a stage's manifest. */
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
