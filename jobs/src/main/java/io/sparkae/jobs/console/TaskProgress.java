package io.sparkae.jobs.console;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Shows that a long stage is getting on: every ten seconds a line with the tasks done. */
public final class TaskProgress extends SparkListener {
    private static final long INTERVAL = 10_000_000_000L;

    private final String name;
    private final PrintWriter out;
    private final LongSupplier nanos;
    private final Map<Integer, Integer> tasks = new HashMap<>();
    private final Map<Integer, Integer> done = new HashMap<>();
    private int steps;
    private long shown;

    /**
     * @param name of the stage
     * @param nanos a clock
     */
    public TaskProgress(String name, PrintWriter out, LongSupplier nanos) {
        this.name = name;
        this.out = out;
        this.nanos = nanos;
        this.shown = nanos.getAsLong();
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        tasks.put(submitted.stageInfo().stageId(), submitted.stageInfo().numTasks());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd ended) {
        if (!ended.taskInfo().successful()) {
            return;
        }
        int step = ended.stageId();
        done.merge(step, 1, Integer::sum);
        long now = nanos.getAsLong();
        if (now - shown >= INTERVAL) {
            shown = now;
            out.printf(
                    Locale.ROOT,
                    "%-7s step %d: %,d of %,d tasks%n",
                    name,
                    steps + 1,
                    done.get(step),
                    tasks.getOrDefault(step, done.get(step)));
            out.flush();
        }
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted completed) {
        steps++;
        tasks.remove(completed.stageInfo().stageId());
        done.remove(completed.stageInfo().stageId());
    }
}
