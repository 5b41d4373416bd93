package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the Airflow DAG, submitted one after the other, each a driver of its own, to a standalone cluster. */
class SubmittedCommandsClusterIT {
    @TempDir
    Path folder;

    @Test
    void theStagesOfTheDagLeaveMetricsForItsGate() throws Exception {
        assertEquals(
                0,
                Command.run(
                                "generate",
                                "-o",
                                folder.toString(),
                                "-s",
                                "generate.train-rows=800",
                                "-s",
                                "generate.test-rows=100")
                        .code());
        Path experiment = Files.writeString(
                folder.resolve("small.conf"),
                "experiment.name = small, model.hidden = [32], training { epochs = 2, batch-size = 32 }");
        Path run = folder.resolve("runs/2026-03-01");
        List<List<String>> commands = SubmittedCommands.with(Map.of(
                "run", run.toString(),
                "experiment", experiment.toString(),
                "train", folder.resolve("train.csv.gz").toString(),
                "test", folder.resolve("test.csv.gz").toString()));

        try (StandaloneCluster cluster = StandaloneCluster.start(Files.createDirectory(folder.resolve("logs")), 2)) {
            for (List<String> command : commands) {
                String stage = command.get(0);
                Process driver = cluster.submit(stage, command);
                assertEquals(0, StandaloneCluster.end(driver), cluster.log(stage));
            }
        }

        String metrics = Files.readString(run.resolve("metrics.json"));
        assertTrue(metrics.contains("\"accuracy\""), metrics);
    }
}
