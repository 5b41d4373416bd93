package io.sparkae.jobs.console;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts the finished tasks of a stage: a bar on a terminal, elsewhere a line every ten seconds. Close it to stop. */
public final class TaskProgress implements AutoCloseable {
    private final SparkContext spark;
    private final SparkListener listener;
    private final Runnable end;

    private TaskProgress(SparkContext spark, SparkListener listener, Runnable end) {
        this.spark = spark;
        this.listener = listener;
        this.end = end;
        spark.addSparkListener(listener);
    }

    /** @param name of the stage */
    public static TaskProgress of(SparkContext spark, String name, Console console) {
        if (console.hasBars()) {
            Bar bar = new Bar(name);
            return new TaskProgress(spark, bar, bar.bar::close);
        }
        return new TaskProgress(spark, new Lines(name, console.out(), System::nanoTime), () -> {});
    }

    @Override
    public void close() {
        spark.removeSparkListener(listener);
        end.run();
    }

    /**
     * Finished tasks of those known so far, without time left, since later steps are unknown. One bar for all steps: bars
     * of a few milliseconds would leave traces on the screen.
     */
    private static final class Bar extends SparkListener {
        private final ProgressBar bar;
        private int steps;

        Bar(String name) {
            bar = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(0)
                    .setUnit(" tasks", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .hideEta()
                    .clearDisplayOnFinish()
                    .build();
        }

        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
            steps++;
            bar.setExtraMessage("step " + steps);
            bar.maxHint(bar.getMax() + submitted.stageInfo().numTasks());
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd ended) {
            if (ended.taskInfo().successful()) {
                bar.step();
            }
        }
    }

    /** A line every ten seconds. */
    static final class Lines extends SparkListener {
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
        Lines(String name, PrintWriter out, LongSupplier nanos) {
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
}
