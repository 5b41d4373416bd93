package io.sparkae.jobs;

import io.sparkae.settings.Settings;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** A Spark session for one command; a session that was there before is used, and left open at the end. */
final class Session implements AutoCloseable {
    private final SparkSession spark;
    private final boolean ours;

    private Session(SparkSession spark, boolean ours) {
        this.spark = spark;
        this.ours = ours;
    }

    /** Opens a session with the settings below {@code spark.}; what spark-submit has set stays. */
    static Session open(Settings settings, String name) {
        boolean ours = SparkSession.getDefaultSession().isEmpty();
        SparkConf conf = new SparkConf().setAppName("sparkae " + name);
        settings.below(List.of("spark")).forEach((key, value) -> conf.setIfMissing(key, value.toString()));
        return new Session(SparkSession.builder().config(conf).getOrCreate(), ours);
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
