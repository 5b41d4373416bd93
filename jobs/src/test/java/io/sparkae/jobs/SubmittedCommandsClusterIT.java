package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.run.StageName;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The commands of the Airflow DAG, each a driver of its own, submitted to a standalone cluster: wherever the driver runs,
 * and whichever executor is killed (in training: {@link RepeatableClusterIT}), they leave what local mode leaves.
 */
@ExtendWith(SharedSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmittedCommandsClusterIT {
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
                "experiment.name = small, model.hidden = [32], training { epochs = 2, batch-size = 32 }");
        local = new RunOutputs(folder.resolve("local"), spark);
        List<String> everyStage = new ArrayList<>(commands("local").get(0));
        everyStage.set(0, "run");
        succeed(everyStage, List.of());
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void leaveTheSameFromDriversOfTheirOwn() throws Exception {
        for (List<String> command : commands("client")) {
            String log = "client-" + command.get(0);
            Process driver = cluster.submit(log, command);
            assertEquals(0, StandaloneCluster.end(driver), () -> cluster.log(log));
        }

        local.assertSame(folder.resolve("client"));
    }

    @Test
    void leaveTheSameFromDriversOnWorkers() throws Exception {
        Path metrics = folder.resolve("cluster/metrics.json");
        cluster.addWorker(); // the driver takes the core of one
        try {
            for (List<String> command : commands("cluster")) {
                Files.deleteIfExists(metrics);
                String log = "cluster-" + command.get(0);
                String end = cluster.submitToCluster(log, command);
                assertTrue(end.endsWith("exited successfully"), () -> end + cluster.log(log) + cluster.driverLogs());
                assertTrue(Files.exists(metrics), () -> cluster.log(log) + cluster.driverLogs());
            }
        } finally {
            cluster.killAWorker();
        }

        local.assertSame(folder.resolve("cluster"));
    }

    @ParameterizedTest
    @CsvSource({"INGEST, PlacedRows", "ENCODE, EncodeStage", "KNN, NeighbourTables", "REPORT, RowTable"})
    void leaveTheSameThoughAnExecutorWasKilled(StageName stage, String step) throws Exception {
        String name = "killed-in-" + stage.command();
        Path run = folder.resolve(name);
        local.copyBefore(stage, run);
        Process driver = cluster.submit(name, commands(name).get(stage.ordinal()));

        ExecutorKill kill = ExecutorKill.during(step, name, driver, cluster);

        assertEquals(0, StandaloneCluster.end(driver), () -> cluster.log(name));
        kill.assertTookATask();
        local.assertSame(stage, run);
    }

    private List<List<String>> commands(String run) throws IOException {
        return SubmittedCommands.with(Map.of(
                "run", folder.resolve(run).toString(),
                "experiment", folder.resolve("small.conf").toString(),
                "train", folder.resolve("train.csv.gz").toString(),
                "test", folder.resolve("test.csv.gz").toString()));
    }

    private static void succeed(List<String> command, List<String> more) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(more);
        Command done = Command.run(arguments.toArray(String[]::new));
        assertEquals(0, done.code(), done.err());
    }
}
