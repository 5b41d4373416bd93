package io.sparkae.jobs;

import io.sparkae.jobs.console.LogFile;
import io.sparkae.jobs.startup.FileNames;
import io.sparkae.jobs.startup.LocalUmask;
import io.sparkae.jobs.startup.SerialFilter;
import io.sparkae.jobs.startup.StartUpCheck;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** A Spark session for one command; a session that was there before is used, and left open at the end. */
public final class Session implements AutoCloseable {
    private static final List<String> NAMES = List.of("data.train", "data.test", "ingest.scaling-from");
    private static final Set<String> LOCAL_MODE_ONLY = Set.of("spark.driver.host", "spark.driver.bindAddress");

    private final SparkSession spark;
    private final boolean ours;

    private Session(SparkSession spark, boolean ours) {
        this.spark = spark;
        this.ours = ours;
    }

    /**
     * Opens a session with the settings below {@code spark.}; what spark-submit has set stays.
     *
     * @throws SettingsException if Spark cannot start with them or with what this process was started with
     */
    public static Session open(Settings settings, String name) throws IOException {
        return open(settings, name, System.getProperty("java.io.tmpdir"));
    }

    /** @param folder that is going to be written to, a path or URI */
    static Session open(Settings settings, String name, String folder) throws IOException {
        LogFile.settle();
        requireNames(settings);
        boolean ours = SparkSession.getDefaultSession().isEmpty();
        SparkConf conf = conf(new SparkConf(), settings).setAppName("sparkae " + name);
        StartUpCheck.beforeTheSession(conf);
        LocalUmask.apply(conf, folder);
        if (isLocal(conf)) {
            conf.setIfMissing("spark.local.dir", StartUpCheck.temporaryFolder().toString());
        }
        try {
            return new Session(SparkSession.builder().config(conf).getOrCreate(), ours);
        } catch (IllegalArgumentException e) { // which says which setting
            throw new SettingsException(List.of("Spark does not start with these settings: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        }
    }

    /**
     * Adds the settings below {@code spark.} to what spark-submit has set. The driver's address is for local mode alone:
     * executors on other machines could not reach a driver that calls itself localhost.
     */
    static SparkConf conf(SparkConf submitted, Settings settings) {
        SortedMap<String, String> ours = settings.spark();
        submitted.setIfMissing("spark.master", ours.get("spark.master"));
        if (!isLocal(submitted)) {
            ours.keySet().removeAll(LOCAL_MODE_ONLY);
        }
        if (isLocal(submitted)) {
            // a full heap fails the task and so the command, with a line and exit code 1; else Spark ends the JVM with
            // 52
            submitted.setIfMissing("spark.executor.killOnFatalError.depth", "0");
        }
        ours.forEach(submitted::setIfMissing);
        return SerialFilter.addTo(NativeBounds.addTo(submitted));
    }

    /** Files' names come from files of settings, too, which are UTF-8 under any locale. */
    static void requireNames(Settings settings) {
        settings.below(NAMES)
                .forEach((key, value) -> FileNames.problem(local(value)).ifPresent(problem -> {
                    throw new SettingsException(List.of(key + ": " + problem));
                }));
    }

    /** Names on other file systems do not depend on the locale. */
    private static List<String> local(Object value) {
        return (value instanceof List<?> list ? list : List.of(value))
                .stream()
                        .map(String::valueOf)
                        .filter(name -> !name.contains("://"))
                        .toList();
    }

    private static boolean isLocal(SparkConf conf) {
        return conf.get("spark.master").startsWith("local");
    }

    /** The session. */
    public SparkSession spark() {
        return spark;
    }

    /** How to reach file systems: the settings below {@code spark.hadoop.}, and what lies on the class path. */
    public Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
    }

    @Override
    public void close() {
        if (ours) {
            spark.stop();
        }
    }
}
