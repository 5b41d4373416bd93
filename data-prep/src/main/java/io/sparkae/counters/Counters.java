package io.sparkae.counters;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.AccumulatorSource;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.util.AccumulatorV2;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import scala.collection.Seq;
import scala.collection.immutable.Map.Map1;

/**
 * Counters and gauges of one Spark application: named accumulators that together are the source {@code sparkae} of
 * Spark's metrics system. They serve monitoring; no result depends on one.
 *
 * <p>Tasks may add to a counter. Spark applies a task's updates when the task succeeds. In the result stage of a job it
 * applies those of one attempt only; in a shuffle map stage a task that is run again counts twice. So count in the last
 * step of a job, on data that no later job recomputes.
 *
 * <p>Spark keeps its sources: the same name gives the same counter for the whole application.
 */
public final class Counters extends AccumulatorSource {
    private static final String NAME = "sparkae";

    private final SparkContext spark;
    private final Map<String, LongAccumulator> counts = new HashMap<>();
    private final Map<String, DoubleAccumulator> levels = new HashMap<>();

    private Counters(SparkContext spark) {
        this.spark = spark;
    }

    /** The counters of the application; a JVM has one at a time. */
    public static Counters of(SparkContext spark) {
        MetricsSystem metrics = SparkEnv.get().metricsSystem();
        synchronized (metrics) {
            Seq<Source> registered = metrics.getSourcesByName(NAME);
            if (!registered.isEmpty()) {
                return (Counters) registered.head();
            }
            Counters counters = new Counters(spark);
            metrics.registerSource(counters);
            return counters;
        }
    }

    @Override
    public String sourceName() {
        return NAME;
    }

    /**
     * A counter that grows as long as the application lives.
     *
     * @param name stage and quantity, such as {@code ingest.rows}; the accumulator's name is {@code sparkae.ingest.rows}
     */
    public synchronized LongAccumulator count(String name) {
        return counts.computeIfAbsent(name, added -> registered(added, spark.longAccumulator(NAME + "." + added)));
    }

    /** A gauge, set by the driver and never by a task, initially 0.
     *
     * @param name as of {@link #count} */
    public synchronized DoubleAccumulator level(String name) {
        return levels.computeIfAbsent(name, added -> registered(added, spark.doubleAccumulator(NAME + "." + added)));
    }

    private <T, A extends AccumulatorV2<?, T>> A registered(String name, A accumulator) {
        register(new Map1<String, AccumulatorV2<?, T>>(name, accumulator));
        return accumulator;
    }
}
