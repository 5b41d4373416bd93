package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed as {@code kill -9} or {@code kill} does while they are in each of the stages, then run again. */
@ExtendWith(SharedSpark.class)
class KilledProcessIT {
    private static final List<String> STAGE_FOLDERS = List.of("dataset", "model", "encodings", "knn", "report");
    private static final long PATIENCE_SECONDS = 120;
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    @Test
    void aRunKilledInEveryStageEndsLikeAnUndisturbedOne(SparkSession spark) throws Exception {
        Path undisturbed = folder.resolve("undisturbed");
        Path disturbed = folder.resolve("disturbed");
        SplittableRandom random = new SplittableRandom(20261122);
        Command calm = Command.run(arguments(undisturbed));
        assertEquals(0, calm.code(), calm.err());

        for (String stage : STAGE_FOLDERS) {
            Process process = start(disturbed);
            awaitAttempt(process, disturbed, stage);
            process.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
            if (stage.equals("encodings") || stage.equals("knn")) {
                long before = output().length();
                process.destroy();
                assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still running: " + output());
                assertEquals(TERMINATED, process.exitValue(), this::output);
                assertTrue(lines(before) <= 1, "SIGTERM is not answered with a stack trace: " + output());
            } else {
                process.destroyForcibly().waitFor();
            }
            assertCommittedStagesAreWhole(disturbed);
        }
        assertEquals(0, finish(start(disturbed)));

        new RunOutputs(undisturbed, spark).assertSame(disturbed);
        try (var names = Files.list(disturbed)) {
            List<String> left = names.map(p -> p.getFileName().toString())
                    .filter(n -> n.startsWith("."))
                    .toList();
            assertEquals(List.of(), left, "no attempt is left behind");
        }
    }

    private Process start(Path run) throws IOException {
        return ChildCommand.start(folder.resolve("out.txt"), arguments(run));
    }

    private static String[] arguments(Path run) {
        List<String> arguments = new ArrayList<>(List.of("run", "--run-dir", run.toString()));
        for (String pair : List.of(
                "generate.train-rows=800",
                "generate.test-rows=100",
                "model.hidden=[16]",
                "model.code=8",
                "training.epochs=4",
                "training.averaging-frequency=2",
                "spark.master=local[2]")) {
            arguments.addAll(List.of("-s", pair));
        }
        return arguments.toArray(String[]::new);
    }

    private int finish(Process process) throws Exception {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still running: " + output());
        assertEquals(0, process.exitValue(), this::output);
        return process.exitValue();
    }

    private void awaitAttempt(Process process, Path run, String stage) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!attempting(run, stage)) {
            assertTrue(System.nanoTime() < deadline, "no attempt at " + stage + ": " + output());
            boolean ended = process.waitFor(5, TimeUnit.MILLISECONDS);
            assertTrue(!ended, "ended before " + stage + ": " + output());
        }
    }

    private static boolean attempting(Path run, String stage) throws IOException {
        if (!Files.exists(run)) {
            return false;
        }
        try (var names = Files.list(run)) {
            return names.anyMatch(p -> p.getFileName().toString().startsWith(".attempt-" + stage));
        }
    }

    /** What stands under a stage's name has its manifest: nothing half-written is ever there to be read. */
    private static void assertCommittedStagesAreWhole(Path run) {
        for (String stage : STAGE_FOLDERS) {
            Path committed = run.resolve(stage);
            assertEquals(Files.exists(committed), Files.exists(committed.resolve("manifest.json")), stage);
        }
    }

    private long lines(long from) {
        return output().substring((int) from).lines().count();
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("out.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
