package io.sparkae.jobs;

import io.sparkae.settings.Settings;
import io.sparkae.startup.StartUpCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** A Spark session for one command; a session that was there before is used, and left open at the end. */
final class Session implements AutoCloseable {
    private static final String HADOOP_PREFIX = "spark.hadoop.";
    private static final Set<String> LOCAL_MODE_ONLY = Set.of("spark.driver.host", "spark.driver.bindAddress");

    private final SparkSession spark;
    private final boolean ours;

    private Session(SparkSession spark, boolean ours) {
        this.spark = spark;
        this.ours = ours;
    }

    /** Opens a session with the settings below {@code spark.}; what spark-submit has set stays. */
    static Session open(Settings settings, String name) {
        return open(conf(new SparkConf(), settings), name);
    }

    private static Session open(SparkConf conf, String name) {
        StartUpCheck.beforeTheSession();
        boolean ours = SparkSession.getDefaultSession().isEmpty();
        conf.setAppName("sparkae " + name);
        return new Session(SparkSession.builder().config(conf).getOrCreate(), ours);
    }

    /**
     * A session without executors for a command that needs none, where it has to have one all the same; empty elsewhere.
     * In cluster mode YARN takes a driver that opens no session for one that failed ("User did not initialize spark
     * context!"), though its work is done.
     */
    static Optional<Session> ifDemanded(Settings settings, String name) {
        SparkConf conf = conf(new SparkConf(), settings);
        return isDemanded(conf) ? Optional.of(open(conf.set("spark.executor.instances", "0"), name)) : Optional.empty();
    }

    static boolean isDemanded(SparkConf submitted) {
        return submitted.get("spark.master").equals("yarn")
                && submitted.get("spark.submit.deployMode", "client").equals("cluster");
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
        ours.forEach((key, value) -> submitted.setIfMissing(key, value.toString()));
        return NativeBounds.addTo(submitted);
    }

    /** How to reach file systems without a session: what spark-submit and the settings below {@code spark.hadoop.} say. */
    static Configuration hadoop(Settings settings) {
        Configuration hadoop = new Configuration();
        for (Tuple2<String, String> setting : conf(new SparkConf(), settings).getAllWithPrefix(HADOOP_PREFIX)) {
            hadoop.set(setting._1(), setting._2());
        }
        return hadoop;
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
