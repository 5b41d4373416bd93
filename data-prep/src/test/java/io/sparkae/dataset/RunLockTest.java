package io.sparkae.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    private static final Duration BEAT = Duration.ofMillis(20);

    @TempDir
    java.nio.file.Path folder;

    private RawLocalFileSystem fs;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        fs = new RawLocalFileSystem();
        fs.initialize(URI.create("file:///"), new Configuration());
        file = new Path(folder.resolve(RunLock.FILE).toString());
    }

    @Test
    void oneProcessAtATimeHasARunsFolder() throws IOException {
        RunFolder run = RunFolder.at(folder.resolve("run").toString(), new Configuration());
        RunLock first = RunLock.of(run);

        String refusal =
                assertThrows(StageOutputException.class, () -> RunLock.of(run)).getMessage();
        first.close();
        RunLock second = RunLock.of(run);
        second.close();

        String here = "another run uses this folder: process "
                + ProcessHandle.current().pid() + " on ";
        assertTrue(refusal.startsWith(here), refusal);
        assertTrue(refusal.endsWith("wait until it has ended, or give another --run-dir"), refusal);
        assertFalse(Files.exists(folder.resolve("run").resolve(RunLock.FILE)), "nothing is left");
    }

    @Test
    void aFolderThatCannotBeMadeIsTheUsersMatter() throws IOException {
        Files.writeString(folder.resolve("file"), "in the way");
        RunFolder run = RunFolder.at(folder.resolve("file/run").toString(), new Configuration());

        String message =
                assertThrows(SettingsException.class, () -> RunLock.of(run)).getMessage();

        assertTrue(message.contains("--run-dir file:" + folder.resolve("file/run")), message);
        assertTrue(message.contains("expected a folder that can be written to"), message);
    }

    @Test
    void whoCountsUpIsAlive() throws IOException {
        try (BeatingRunLock held = BeatingRunLock.acquire(fs, file, LockOwner.current(), BEAT)) {
            assertThrows(StageOutputException.class, () -> BeatingRunLock.acquire(fs, file, LockOwner.current(), BEAT));
            assertTrue(fs.exists(file), held::toString);
        }

        assertFalse(fs.exists(file));
    }

    @Test
    void aFileInWhichNobodyCountsBelongsToTheDead() throws IOException {
        LockOwner dead = new LockOwner("dead", "elsewhere", 1, "long ago", 7);
        Json.writeAtomically(fs, file, dead);

        try (BeatingRunLock taken = BeatingRunLock.acquire(fs, file, LockOwner.current(), BEAT)) {
            LockOwner holder = Json.read(fs, file, LockOwner.class);
            assertEquals(ProcessHandle.current().pid(), holder.process(), taken::toString);
        }
    }

    @Test
    void whoLostTheLockLeavesTheFileOfItsNewHolderAlone() throws IOException {
        BeatingRunLock lost = BeatingRunLock.acquire(fs, file, LockOwner.current(), Duration.ofHours(1));
        Json.writeAtomically(fs, file, new LockOwner("other", "elsewhere", 1, "now", 0));

        lost.close();

        assertEquals("other", Json.read(fs, file, LockOwner.class).token());
    }
}
