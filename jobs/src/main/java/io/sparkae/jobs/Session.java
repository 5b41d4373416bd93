package io.sparkae.jobs;

import io.sparkae.settings.Settings;
import io.sparkae.startup.StartUpCheck;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** A Spark session for one command; a session that was there before is used, and left open at the end. */
final class Session implements AutoCloseable {
    private static final Set<String> LOCAL_MODE_ONLY = Set.of("spark.driver.host", "spark.driver.bindAddress");

    private final SparkSession spark;
    private final boolean ours;

    private Session(SparkSession spark, boolean ours) {
        this.spark = spark;
        this.ours = ours;
    }

    /** Opens a session with the settings below {@code spark.}; what spark-submit has set stays. */
    static Session open(Settings settings, String name) {
        StartUpCheck.beforeTheSession();
        boolean ours = SparkSession.getDefaultSession().isEmpty();
        SparkConf conf = conf(new SparkConf(), settings).setAppName("sparkae " + name);
        return new Session(SparkSession.builder().config(conf).getOrCreate(), ours);
    }

    /**
     * Adds the settings below {@code spark.} to what spark-submit has set. The driver's address is for local mode alone:
     * executors on other machines could not reach a driver that calls itself localhost.
     */
    static SparkConf conf(SparkConf submitted, Settings settings) {
        SortedMap<String, Object> ours = settings.below(List.of("spark"));
        String master = submitted.get("spark.master", String.valueOf(ours.get("spark.master")));
        if (!master.startsWith("local")) {
            ours.keySet().removeAll(LOCAL_MODE_ONLY);
        }
        if (master.startsWith("local")) {
            // a full heap fails the task and so the command, with a line and exit code 1; else Spark ends the JVM with
            // 52
            submitted.setIfMissing("spark.executor.killOnFatalError.depth", "0");
        }
        ours.forEach((key, value) -> submitted.setIfMissing(key, value.toString()));
        return NativeBounds.addTo(submitted);
    }

    SparkSession spark() {
        return spark;
    }

    /** How to reach file systems: the settings below {@code spark.hadoop.}, and what lies on the class path. */
    Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
    }

    @Override
    public void close() {
        if (ours) {
            spark.stop();
        }
    }
}
