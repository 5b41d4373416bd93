package io.sparkae.jobs.console;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * The bar of a stage on a terminal: tasks done of those known so far. How long the steps to come will take is not known,
 * so no time left is shown. One bar for all steps: bars of some milliseconds leave their traces on the screen.
 */
public final class TaskBar extends SparkListener implements AutoCloseable {
    private final ProgressBar bar;
    private int steps;

    /** @param name of the stage */
    public TaskBar(String name) {
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

    /** Takes it away. */
    @Override
    public void close() {
        bar.close();
    }
}
