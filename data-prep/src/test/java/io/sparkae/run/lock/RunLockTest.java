package io.sparkae.run.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.Json;
import io.sparkae.files.StageOutputException;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    private static final Duration BEAT = Duration.ofMillis(50);

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
        RunLocks first = new RunLocks();
        RunLocks second = new RunLocks();
        first.hold(run);

        String refusal =
                assertThrows(StageOutputException.class, () -> second.hold(run)).getMessage();
        first.close();
        second.hold(run);
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

        String message = assertThrows(SettingsException.class, () -> new RunLocks().hold(run))
                .getMessage();

        assertTrue(message.contains("--run-dir file:" + folder.resolve("file/run")), message);
        assertTrue(message.contains("expected a folder that can be written to"), message);
    }

    @Test
    void whoCountsUpIsAlive() throws IOException {
        try (HeartbeatRunLock held = HeartbeatRunLock.acquire(fs, file, LockOwner.current(), BEAT)) {
            assertThrows(
                    StageOutputException.class, () -> HeartbeatRunLock.acquire(fs, file, LockOwner.current(), BEAT));
            assertTrue(fs.exists(file), held::toString);
        }

        assertFalse(fs.exists(file));
    }

    @Test
    void aFileInWhichNobodyCountsBelongsToTheDead() throws IOException {
        LockOwner dead = new LockOwner("dead", "elsewhere", 1, "long ago", 7);
        Json.writeAtomically(fs, file, dead);

        try (HeartbeatRunLock taken = HeartbeatRunLock.acquire(fs, file, LockOwner.current(), BEAT)) {
            LockOwner holder = Json.read(fs, file, LockOwner.class);
            assertEquals(ProcessHandle.current().pid(), holder.process(), taken::toString);
        }
    }

    @Test
    void whoLostTheLockLeavesTheFileOfItsNewHolderAlone() throws IOException {
        HeartbeatRunLock lost = HeartbeatRunLock.acquire(fs, file, LockOwner.current(), BEAT);
        lost.stopBeating();
        Json.writeAtomically(fs, file, new LockOwner("other", "elsewhere", 1, "now", 0));

        lost.close();

        assertEquals("other", Json.read(fs, file, LockOwner.class).token());
    }

    @Test
    void aFileWithoutContentIsTakenWhenItStaysSo() throws IOException {
        fs.create(file, false).close(); // killed while it took the lock

        try (HeartbeatRunLock taken = HeartbeatRunLock.acquire(fs, file, LockOwner.current(), BEAT)) {
            taken.requireHeld();
        }
    }

    @Test
    void aUsersFileOfThatNameStays() throws IOException {
        java.nio.file.Path users = folder.resolve(RunLock.FILE);
        Files.writeString(users, "my notes");

        assertThrows(StageOutputException.class, () -> HeartbeatRunLock.acquire(fs, file, LockOwner.current(), BEAT));

        assertEquals("my notes", Files.readString(users));
    }

    @Test
    void whoWasStoppedFindsOutThatItsLockWasTaken() throws IOException {
        HeartbeatRunLock stopped = HeartbeatRunLock.acquire(fs, file, LockOwner.current(), BEAT);
        stopped.stopBeating();
        stopped.requireHeld();

        try (HeartbeatRunLock other = HeartbeatRunLock.acquire(fs, file, LockOwner.current(), BEAT)) {
            String message = assertThrows(StageOutputException.class, stopped::requireHeld)
                    .getMessage();
            stopped.close();
            other.requireHeld();

            assertTrue(message.contains("this run has lost its folder: process"), message);
        }
        try (Stream<java.nio.file.Path> left = Files.list(folder)) {
            assertEquals(0, left.count(), "nothing is left");
        }
    }

    /** The first waiter is held up right before it removes the dead process's file, until the second has the lock. */
    @Test
    void twoThatWaitForADeadProcessDoNotBothGetTheLock() throws Exception {
        Json.writeAtomically(fs, file, new LockOwner("dead", "elsewhere", 1, "long ago", 7));
        SlowRemoval slow = new SlowRemoval(file);
        CompletableFuture<HeartbeatRunLock> first = CompletableFuture.supplyAsync(() -> acquire(slow));
        slow.reached.await();
        HeartbeatRunLock second = acquire(fs);
        slow.mayGoOn.countDown();

        Throwable refused = assertThrows(ExecutionException.class, first::get).getCause();

        second.requireHeld();
        assertEquals(StageOutputException.class, refused.getClass(), refused::toString);
        second.close();
    }

    private HeartbeatRunLock acquire(FileSystem on) {
        try {
            return HeartbeatRunLock.acquire(on, file, LockOwner.current(), BEAT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits before the first removal of a file, whichever way it is done. */
    private static final class SlowRemoval extends RawLocalFileSystem {
        private final Path slow;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch mayGoOn = new CountDownLatch(1);

        SlowRemoval(Path slow) throws IOException {
            this.slow = slow;
            initialize(URI.create("file:///"), new Configuration());
        }

        @Override
        public boolean rename(Path from, Path to) throws IOException {
            waitBefore(from);
            return super.rename(from, to);
        }

        @Override
        public boolean delete(Path path, boolean recursive) throws IOException {
            waitBefore(path);
            return super.delete(path, recursive);
        }

        private void waitBefore(Path path) throws IOException {
            if (path.equals(slow)) {
                reached.countDown();
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }
}
