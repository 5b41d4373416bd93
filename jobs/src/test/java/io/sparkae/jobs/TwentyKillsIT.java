package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs whose processes are killed at twenty random moments between them, and started again each time until they are done;
 * takes some minutes.
 */
@Tag("long")
@ExtendWith(SharedSpark.class)
class TwentyKillsIT {
    private static final int KILLS = 20;
    private static final long PATIENCE_SECONDS = 300;

    @TempDir
    Path folder;

    @Test
    void endLikeOneThatWasLeftAlone(SparkSession spark) throws Exception {
        Path calm = folder.resolve("calm");
        long started = System.nanoTime();
        finish(start(calm));
        long whole = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        RunOutputs outputs = new RunOutputs(calm, spark);
        SplittableRandom random = new SplittableRandom(7);
        int kills = 0;

        for (int run = 0; kills < KILLS; run++) {
            Path disturbed = folder.resolve("disturbed" + run);
            Process process = start(disturbed);
            while (!process.waitFor(random.nextLong(whole / 8, whole), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                kills++;
                process = start(disturbed);
            }
            finish(process);
            outputs.assertSame(disturbed);
        }
    }

    private Process start(Path run) throws IOException {
        return ChildCommand.start(
                folder.resolve("out.txt"),
                "run",
                "--run-dir",
                run.toString(),
                "-s",
                "generate.train-rows=2000",
                "-s",
                "generate.test-rows=200",
                "-s",
                "training.epochs=20",
                "-s",
                "training.averaging-frequency=2",
                "-s",
                "spark.master=local[2]");
    }

    private void finish(Process process) throws Exception {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still running");
        assertEquals(0, process.exitValue(), Files.readString(folder.resolve("out.txt")));
    }
}
