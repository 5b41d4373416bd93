package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The killing of an executor, as {@code kill -9} does, while it runs a task of one certain job. */
final class ExecutorKill {
    private static final Pattern APPLICATION = Pattern.compile("Connected to Spark cluster with app ID (\\S+)");

    private final StandaloneCluster cluster;
    private final String log;
    private final String task; // as a pattern

    private ExecutorKill(StandaloneCluster cluster, String log, String task) {
        this.cluster = cluster;
        this.log = log;
        this.task = task;
    }

    /**
     * Waits for a task and kills its executor.
     *
     * @param source file, without its ending, that starts the job's last step
     * @param log of the driver, which runs in client mode
     */
    static ExecutorKill during(String source, String log, Process driver, StandaloneCluster cluster) throws Exception {
        Matcher stage = cluster.await(
                log,
                Pattern.compile("missing tasks from ResultStage (\\d+) \\([^)]* at " + source + "\\.java:"),
                driver);
        Matcher task = cluster.await(
                log,
                Pattern.compile("Starting (task \\S+ in stage " + stage.group(1)
                        + "\\.0 \\(TID \\d+\\)) \\(\\S+, executor (\\d+),"),
                driver);
        String application = cluster.await(log, APPLICATION, driver).group(1);
        cluster.killExecutor(application, task.group(2), task.group(1));
        return new ExecutorKill(cluster, log, Pattern.quote(task.group(1)));
    }

    /** It was at work, and is missed. */
    void assertTookATask() {
        String shown = cluster.log(log);
        assertTrue(shown.contains("Lost executor"), shown);
        // the second if the driver has not heard yet that the task runs
        assertTrue(
                Pattern.compile("Lost " + task + " .*ExecutorLostFailure|" + task
                                + " failed because .* its executor exited")
                        .matcher(shown)
                        .find(),
                shown);
    }
}
