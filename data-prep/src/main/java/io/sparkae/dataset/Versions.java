package io.sparkae.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
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

    /** Name to version, for manifests. */
    public static Map<String, String> all() {
        Map<String, String> versions = new TreeMap<>();
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
