package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run folder remembers its settings: later commands need only say what is new. */
@ExtendWith(SharedSpark.class)
class KeptSettingsIT {
    private static final String EXPERIMENT =
            """
            experiment.name = remembered
            generate { train-rows = 300, test-rows = 50 }
            model { hidden = [16], code = 4 }
            training { epochs = 2, worker-batch-size = 16 }
            """;

    @TempDir
    Path folder;

    private Path experiment;

    @BeforeEach
    void experiment() throws IOException {
        experiment = Files.writeString(folder.resolve("experiment.conf"), EXPERIMENT);
    }

    @Test
    void commandsOnARunNeedOnlyWhatIsNew() throws IOException {
        done(sparkae("run", "--config", experiment.toString(), "-s", "knn.raw=false", "-s", "seed=7"));

        Command neighbours = done(sparkae("knn", "-s", "knn.k=5"));
        assertTrue(neighbours.out().contains("made again, since knn.k: then 7, now 5"), neighbours.out());
        assertTrue(done(sparkae("knn")).out().contains("already done"), "k = 5 is kept");
        assertEquals(4, done(sparkae("run")).out().split("already done", -1).length - 1, "all but the report");

        Command retrained = done(sparkae("run", "-s", "training.epochs=1"));
        assertTrue(
                retrained.out().contains("train   made again, since training.epochs: then 2, now 1"), retrained.out());
        assertTrue(retrained.out().contains("encode  made again, since model/manifest.json"), retrained.out());

        Command forgetful = sparkae("encode", "--forget-settings");
        assertEquals(4, forgetful.code(), forgetful.out());
        assertTrue(forgetful.err().contains("made with other settings"), forgetful.err());
    }

    @Test
    void aCommandThatFailsChangesNothing() throws IOException {
        done(sparkae("run", "--config", experiment.toString(), "-s", "knn.raw=false"));

        assertEquals(2, sparkae("knn", "-s", "knn.k=100000").code());
        assertEquals(4, sparkae("knn", "-s", "training.epochs=9").code());

        assertEquals(2, sparkae("run", "-s", "training.learning-rate=1e30").code(), "ingest is done already");

        assertTrue(done(sparkae("knn")).out().contains("already done"));
    }

    @Test
    void aReportKeepsNothing() throws IOException {
        done(sparkae("ingest", "--config", experiment.toString()));
        String kept = Files.readString(folder.resolve("run/settings.conf"));

        done(sparkae("report", "-s", "training.epochs=9"));

        assertEquals(kept, Files.readString(folder.resolve("run/settings.conf")));
    }

    @Test
    void aRunThatFailsAtFirstIsContinued() throws IOException {
        Command diverged = sparkae("run", "--config", experiment.toString(), "-s", "training.learning-rate=1e30");
        assertEquals(2, diverged.code(), diverged.err());

        assertTrue(done(sparkae("ingest")).out().contains("already done"));
        done(sparkae("train", "-s", "training.learning-rate=0.01"));
        done(sparkae("encode"));
    }

    @Test
    void aDamagedFileIsSaidAndForgotten() throws IOException {
        done(sparkae("ingest", "--config", experiment.toString()));
        Path kept = folder.resolve("run/settings.conf");
        Files.writeString(kept, Files.readString(kept).replace("rows = 300", "rows = 301"));

        Command refused = sparkae("train");
        assertEquals(4, refused.code(), refused.err());
        assertTrue(refused.err().contains("settings.conf is damaged, or was changed by hand"), refused.err());

        done(sparkae("ingest", "--forget-settings", "--config", experiment.toString()));
        assertTrue(done(sparkae("ingest")).out().contains("already done"));
    }

    /** Another program's file of that name is neither read nor replaced. */
    @Test
    void aUsersFileOfThatNameStays() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Path theirs = Files.writeString(run.resolve("settings.conf"), "training.epochs = 0\n");

        Command refused = sparkae("ingest", "--config", experiment.toString());

        assertEquals(4, refused.code(), refused.err());
        assertTrue(refused.err().contains("settings.conf is not one of sparkae's"), refused.err());
        assertEquals("training.epochs = 0\n", Files.readString(theirs));
        assertFalse(Files.exists(run.resolve("dataset")));
    }

    private static Command done(Command command) {
        assertEquals(0, command.code(), command.err());
        return command;
    }

    private Command sparkae(String name, String... more) {
        List<String> args =
                new ArrayList<>(List.of(name, "--run-dir", folder.resolve("run").toString()));
        args.addAll(List.of(more));
        return Command.run(args.toArray(String[]::new));
    }
}
