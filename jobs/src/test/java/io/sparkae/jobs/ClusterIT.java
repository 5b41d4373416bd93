package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.run.StageName;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the Airflow DAG, each a driver of its own, submitted to a standalone cluster: wherever the driver runs,
 * and whatever is killed, they leave what local mode leaves.
 */
@ExtendWith(SharedSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
    private static final int EPOCHS = 10;
    private static final int TRAINING_ROWS = 1520; // of 1600, without those for validation

    private Path folder;
    private StandaloneCluster cluster;
    private RunOutputs local;

    @BeforeAll
    void runLocallyAndStart(SparkSession spark, @TempDir Path temporary) throws Exception {
        folder = temporary;
        cluster = StandaloneCluster.start(Files.createDirectory(folder.resolve("logs")), 2);
        List<String> rows = List.of("-s", "generate.train-rows=1600", "-s", "generate.test-rows=600");
        succeed(List.of("generate", "-o", folder.toString()), rows);
        Files.writeString(
                folder.resolve("small.conf"),
                "experiment.name = small, model.hidden = [32], training { epochs = " + EPOCHS
                        + ", batch-size = 64, averaging-frequency = 4, transfer = f8 }");
        local = new RunOutputs(folder.resolve("local"), spark);
        succeed(everyStage("local"), List.of());
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    /** Drivers outside the cluster, one a stage; each loses an executor while that runs a task of the stage. */
    @Test
    void executorsKilledInEveryStageChangeNothing() throws Exception {
        Path run = folder.resolve("client");
        Map<StageName, String> steps = Map.of(
                StageName.INGEST, "PlacedRows",
                StageName.ENCODE, "EncodeStage",
                StageName.KNN, "NeighbourTables",
                StageName.REPORT, "RowTable");
        for (StageName stage : StageName.values()) {
            String log = "client-" + stage.command();
            if (stage == StageName.TRAIN) {
                loseAnExecutorInTraining(log, run);
            } else {
                Process driver = cluster.submit(log, command(stage, "client"));
                ExecutorKill kill = ExecutorKill.during(steps.get(stage), log, driver, cluster);
                assertEquals(0, StandaloneCluster.end(driver), () -> cluster.log(log));
                kill.assertTookATask();
            }
            local.assertSame(stage, run);
        }
    }

    private void loseAnExecutorInTraining(String log, Path run) throws Exception {
        Path counters = Files.createDirectory(folder.resolve("counters"));
        List<String> command = new ArrayList<>(command(StageName.TRAIN, "client"));
        command.addAll(List.of(
                "-s",
                "spark.metrics.conf.driver.sink.csv.class=org.apache.spark.metrics.sink.CsvSink",
                "-s",
                "spark.metrics.conf.driver.sink.csv.directory=" + counters));
        Process driver = cluster.submit(log, command);
        cluster.await(log, "epoch 2/" + EPOCHS, driver);

        cluster.killAnExecutor();

        assertEquals(0, StandaloneCluster.end(driver), () -> cluster.log(log));
        String shown = cluster.log(log);
        assertTrue(
                Pattern.compile("\\[0@[\\d.]+ 760 rows, 1@[\\d.]+ 760 rows]")
                        .matcher(shown)
                        .find(),
                shown);
        assertTrue(shown.contains("Lost executor"), shown);
        assertEquals(EPOCHS * TRAINING_ROWS, last(counters, "train.rows"), "rows trained on twice count once");
        assertEquals(EPOCHS, last(counters, "train.epochs"));
    }

    /** An undisturbed driver on a worker that runs every stage. */
    @Test
    void aDriverOnAWorkerLeavesTheSame() throws Exception {
        cluster.addWorker(); // the driver takes the core of one
        try {
            String end = cluster.submitToCluster("cluster", everyStage("cluster"));
            assertTrue(end.endsWith("exited successfully"), () -> end + cluster.log("cluster") + cluster.driverLogs());
        } finally {
            cluster.killAWorker();
        }

        local.assertSame(folder.resolve("cluster"));
    }

    /** Training loses a worker for good, goes on with the other, loses its driver too, and is submitted again. */
    @Test
    void aWorkerAndThenTheDriverKilledInTrainingChangeNothing() throws Exception {
        Path run = folder.resolve("killed");
        local.copyBefore(StageName.TRAIN, run);
        Process driver = cluster.submit("killed", command(StageName.TRAIN, "killed"));
        cluster.await("killed", "epoch 2/" + EPOCHS, driver);
        cluster.killAWorker();
        try {
            cluster.await("killed", "Lost executor", driver);
            cluster.await("killed", "epoch 4/" + EPOCHS, driver);
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly().waitFor();
            assertTrue(Files.notExists(run.resolve("model")), "it was killed before it could commit");

            Process again = cluster.submit("resumed", command(StageName.TRAIN, "killed")); // on the worker that is left

            assertEquals(0, StandaloneCluster.end(again), () -> cluster.log("resumed"));
        } finally {
            cluster.addWorker();
        }
        assertTrue(cluster.log("resumed").contains("resuming after epoch "), cluster.log("resumed"));
        assertFalse(cluster.log("resumed").contains("epoch 1/" + EPOCHS), cluster.log("resumed"));
        local.assertSame(StageName.TRAIN, run);
    }

    private List<String> everyStage(String run) throws IOException {
        List<String> command = new ArrayList<>(command(StageName.INGEST, run));
        command.set(0, "run");
        return command;
    }

    private List<String> command(StageName stage, String run) throws IOException {
        return SubmittedCommands.with(Map.of(
                        "run", folder.resolve(run).toString(),
                        "experiment", folder.resolve("small.conf").toString(),
                        "train", folder.resolve("train.csv.gz").toString(),
                        "test", folder.resolve("test.csv.gz").toString()))
                .get(stage.ordinal());
    }

    /** The last value that Spark's CSV sink has written. */
    private static double last(Path counters, String name) throws IOException {
        try (Stream<Path> files = Files.list(counters)) {
            Path file = files.filter(f -> f.getFileName().toString().endsWith(".driver.sparkae." + name + ".csv"))
                    .findFirst()
                    .orElseThrow();
            List<String> lines = Files.readAllLines(file);
            return Double.parseDouble(lines.get(lines.size() - 1).split(",")[1]);
        }
    }

    private static void succeed(List<String> command, List<String> more) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(more);
        Command done = Command.run(arguments.toArray(String[]::new));
        assertEquals(0, done.code(), done.err());
    }
}
