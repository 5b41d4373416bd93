package io.sparkae.run.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.StageOutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lock between processes, with real ones: within one process Java itself refuses. */
class LocalRunLockTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve(RunLock.FILE);
    }

    @Test
    void anotherProcessIsRefusedUntilTheHolderIsKilled() throws IOException {
        try (LockingProcess holder = new LockingProcess(file)) {
            assertEquals("held", holder.said());
            try (LockingProcess second = new LockingProcess(file)) {
                String refusal = "another run uses this folder: process " + holder.pid() + " on ";
                assertTrue(second.said().startsWith(refusal), second.said());
            }
            assertThrows(StageOutputException.class, () -> acquire(), "this process is another one too");
        }

        LocalRunLock next = acquire();
        next.requireHeld();
        next.close();
    }

    @Test
    void contendingInOneProcessDropsNoLock() throws IOException {
        LocalRunLock held = acquire();

        String refusal =
                assertThrows(StageOutputException.class, () -> acquire()).getMessage();

        assertTrue(refusal.contains("process " + ProcessHandle.current().pid() + " on "), refusal);
        try (LockingProcess other = new LockingProcess(file)) {
            assertTrue(other.said().startsWith("another run uses this folder"), other.said());
        }
        held.requireHeld();
        held.close();
    }

    @Test
    void whoseFileWasRemovedHasLostTheLock() throws IOException {
        LocalRunLock lost = acquire();
        Files.delete(file);
        LocalRunLock other = acquire();

        assertThrows(StageOutputException.class, lost::requireHeld);
        lost.close();

        other.requireHeld();
        other.close();
    }

    @Test
    void aUsersFileOfThatNameIsNotWrittenOver() throws IOException {
        Files.writeString(file, "my notes");

        String refusal =
                assertThrows(StageOutputException.class, () -> acquire()).getMessage();

        assertTrue(refusal.contains(".lock is no lock of sparkae's"), refusal);
        assertEquals("my notes", Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0", "{\"be", "{\"beat\":0,\"host\":\"h", "\n\n"})
    void aFileThatWasCutShortIsTaken(String content) throws IOException {
        Files.writeString(file, content);

        LocalRunLock taken = acquire();

        taken.requireHeld();
        taken.close();
    }

    private LocalRunLock acquire() throws IOException {
        return LocalRunLock.acquire(file, LockOwner.current());
    }
}
