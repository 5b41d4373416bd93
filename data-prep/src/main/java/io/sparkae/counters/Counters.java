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
 * sparkae's own figures in one Spark application: each is a named accumulator, and all of them are the source {@code
 * sparkae} of Spark's metrics system. They are for people and monitoring; no result may depend on one.
 *
 * <p>Tasks may add to a counter. Spark takes what a task has added when the task ends well, and in the last step of a job
 * from one attempt only; in a step that a shuffle follows, a task that has to be run again counts again. So let a job's
 * last step count, in what no later job repeats.
 *
 * <p>Spark keeps them, as it keeps any source: whoever asks for a name in the same application gets the same counter.
 */
public final class Counters extends AccumulatorSource {
    private static final String NAME = "sparkae";

    private final SparkContext spark;
    private final Map<String, LongAccumulator> counts = new HashMap<>();
    private final Map<String, DoubleAccumulator> levels = new HashMap<>();

    private Counters(SparkContext spark) {
        this.spark = spark;
    }

    /** Those of the application, the only one that is open in this JVM. */
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
     * What adds up as long as the application lives.
     *
     * @param name the stage's, a dot and what is counted, as in {@code ingest.rows}; the accumulator's has the source's
     *     before it
     */
    public synchronized LongAccumulator count(String name) {
        return counts.computeIfAbsent(name, added -> registered(added, spark.longAccumulator(NAME + "." + added)));
    }

    /** How something stands now, set by the driver and never by a task; 0 until it is. The name as before. */
    public synchronized DoubleAccumulator level(String name) {
        return levels.computeIfAbsent(name, added -> registered(added, spark.doubleAccumulator(NAME + "." + added)));
    }

    private <T, A extends AccumulatorV2<?, T>> A registered(String name, A accumulator) {
        register(new Map1<String, AccumulatorV2<?, T>>(name, accumulator));
        return accumulator;
    }
}
