package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Commands submitted to YARN with {@code conf/spark/yarn.conf}, their run folders on HDFS; takes minutes. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class YarnClusterIT {
    private Path local;
    private YarnCluster cluster;

    @BeforeAll
    void trainLocallyAndStart(@TempDir Path folder) throws Exception {
        local = folder.resolve("local");
        for (String stage : List.of("ingest", "train")) {
            List<String> arguments = arguments(stage, local.toString(), "-s", "spark.master=local[2]");
            Command command = Command.run(arguments.toArray(String[]::new));
            assertEquals(0, command.code(), command.err());
        }
        cluster = YarnCluster.start(folder);
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void aDriverOutsideYarnGivesLocalModesModel() throws Exception {
        assertEquals(0, submit("client", "train", ingested("client")), () -> log("client"));

        assertSameModel("client");
        assertTrue(log("client").contains("760 rows, 2@"), log("client")); // YARN counts executors from 1
    }

    @Test
    void aDriverInAContainerGivesLocalModesModel() throws Exception {
        assertEquals(0, submit("cluster", "train", ingested("cluster")), () -> log("cluster"));
        assertEquals(
                0,
                SparkProcesses.end(
                        cluster.submit("cluster-report", "cluster", arguments("report", "hdfs:///runs/cluster"))),
                () -> log("cluster-report"));

        assertSameModel("cluster");
        assertTrue(cluster.fileSystem().exists(new org.apache.hadoop.fs.Path("/runs/cluster/report/index.html")));
    }

    @Test
    void aFailureIsACodeInClientModeAndFailedInClusterMode() throws Exception {
        List<String> wrong = arguments("train", "hdfs:///runs/wrong", "-s", "training.epochs=0");

        Process outside = cluster.submit("wrong-client", "client", wrong);
        Process inside = cluster.submit("wrong-cluster", "cluster", wrong);

        assertEquals(2, SparkProcesses.end(outside), () -> log("wrong-client"));
        assertEquals(1, SparkProcesses.end(inside), () -> log("wrong-cluster"));
        assertTrue(log("wrong-cluster").contains("finished with failed status"), log("wrong-cluster"));
    }

    private int submit(String deployMode, String stage, String run) throws Exception {
        return SparkProcesses.end(cluster.submit(deployMode, deployMode, arguments(stage, run)));
    }

    private String ingested(String name) throws IOException {
        String run = "/runs/" + name;
        cluster.fileSystem()
                .copyFromLocalFile(
                        new org.apache.hadoop.fs.Path(local.resolve("dataset").toString()),
                        new org.apache.hadoop.fs.Path(run, "dataset"));
        return "hdfs://" + run;
    }

    private void assertSameModel(String run) throws IOException {
        try (InputStream in =
                cluster.fileSystem().open(new org.apache.hadoop.fs.Path("/runs/" + run + "/model/model.zip"))) {
            assertArrayEquals(Files.readAllBytes(local.resolve("model/model.zip")), in.readAllBytes());
        }
    }

    private String log(String name) {
        return cluster.log(name);
    }

    private static List<String> arguments(String command, String run, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--run-dir", run));
        Stream.of(
                        "generate.train-rows=1600",
                        "generate.test-rows=100",
                        "model.hidden=[32]",
                        "training.epochs=2",
                        "training.worker-batch-size=32",
                        "training.averaging-frequency=8")
                .forEach(pair -> arguments.addAll(List.of("-s", pair)));
        arguments.addAll(List.of(more));
        return arguments;
    }
}
