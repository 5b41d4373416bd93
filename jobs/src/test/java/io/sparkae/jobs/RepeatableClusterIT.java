package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The same seed, data and workers give the same model file: on a cluster, and whoever is killed on the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatableClusterIT {
    private static final int EPOCHS = 8;

    private Path folder;
    private StandaloneCluster cluster;
    private Path local;

    @BeforeAll
    void trainLocallyAndStart(@TempDir Path temporary) throws Exception {
        folder = temporary;
        local = folder.resolve("local");
        cluster = StandaloneCluster.start(Files.createDirectory(folder.resolve("logs")), 2);
        for (String stage : List.of("ingest", "train")) {
            List<String> arguments = arguments(stage, local);
            arguments.addAll(List.of("-s", "spark.master=local[2]"));
            Command command = Command.run(arguments.toArray(String[]::new));
            assertEquals(0, command.code(), command.err());
        }
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void twoExecutorsGiveLocalModesModel() throws Exception {
        Path run = ingested("calm");
        Process driver = cluster.submit("calm", arguments("train", run));

        assertEquals(0, StandaloneCluster.end(driver), () -> cluster.log("calm"));

        assertSameModel(run);
        String shown = cluster.log("calm");
        assertTrue(
                Pattern.compile("\\[0@[\\d.]+ 760 rows, 1@[\\d.]+ 760 rows]")
                        .matcher(shown)
                        .find(),
                shown);
    }

    @Test
    void anExecutorKilledMidEpochChangesNothing() throws Exception {
        Path run = ingested("bereft");
        Path counters = Files.createDirectory(folder.resolve("counters"));
        List<String> arguments = arguments("train", run);
        arguments.addAll(List.of(
                "-s",
                "spark.metrics.conf.driver.sink.csv.class=org.apache.spark.metrics.sink.CsvSink",
                "-s",
                "spark.metrics.conf.driver.sink.csv.directory=" + counters));
        Process driver = cluster.submit("bereft", arguments);
        cluster.await("bereft", "epoch 2/" + EPOCHS, driver);

        cluster.killAnExecutor();

        assertEquals(0, StandaloneCluster.end(driver), () -> cluster.log("bereft"));
        assertTrue(cluster.log("bereft").contains("Lost executor"), cluster.log("bereft"));
        assertSameModel(run);
        assertEquals(EPOCHS * 1520, last(counters, "train.rows"), "what was trained on twice counts once");
        assertEquals(EPOCHS, last(counters, "train.epochs"));
    }

    @Test
    void aWorkerKilledMidEpochChangesNothing() throws Exception {
        Path run = ingested("halved");
        Process driver = cluster.submit("halved", arguments("train", run));
        cluster.await("halved", "epoch 2/" + EPOCHS, driver);

        cluster.killAWorker();
        try {
            assertEquals(0, StandaloneCluster.end(driver), () -> cluster.log("halved"));
        } finally {
            cluster.addWorker();
        }

        assertSameModel(run);
    }

    @Test
    void aDriverKilledAndResumedChangesNothing() throws Exception {
        Path run = ingested("killed");
        Process driver = cluster.submit("killed", arguments("train", run));
        cluster.await("killed", "epoch 3/" + EPOCHS, driver);
        driver.descendants().forEach(ProcessHandle::destroyForcibly);
        driver.destroyForcibly().waitFor();
        assertTrue(Files.notExists(run.resolve("model")), "it was killed before it could commit");

        Process again = cluster.submit("resumed", arguments("train", run));

        assertEquals(0, StandaloneCluster.end(again), () -> cluster.log("resumed"));
        assertTrue(cluster.log("resumed").contains("resuming after epoch "), cluster.log("resumed"));
        assertTrue(!cluster.log("resumed").contains("epoch 1/" + EPOCHS), cluster.log("resumed"));
        assertSameModel(run);
    }

    private Path ingested(String name) throws IOException {
        Path run = folder.resolve(name);
        FileUtils.copyDirectory(
                local.resolve("dataset").toFile(), run.resolve("dataset").toFile());
        return run;
    }

    private void assertSameModel(Path run) throws IOException {
        assertArrayEquals(
                Files.readAllBytes(local.resolve("model/model.zip")),
                Files.readAllBytes(run.resolve("model/model.zip")));
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

    private static List<String> arguments(String command, Path run) {
        List<String> arguments = new ArrayList<>(List.of(command, "--run-dir", run.toString()));
        Stream.of(
                        "generate.train-rows=1600",
                        "generate.test-rows=100",
                        "model.hidden=[32]",
                        "training.epochs=" + EPOCHS,
                        "training.batch-size=32",
                        "training.averaging-frequency=4",
                        "training.block-momentum=0.2")
                .forEach(pair -> arguments.addAll(List.of("-s", pair)));
        return arguments;
    }
}
