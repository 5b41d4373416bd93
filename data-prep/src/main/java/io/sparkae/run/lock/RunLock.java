package io.sparkae.run.lock;

import io.sparkae.files.LocalDisk;
import io.sparkae.files.StageOutputException;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The lock of a run folder, held by one process at a time, so that two processes do not remove each other's attempts. The
 * lock of a killed process ends by itself.
 */
public interface RunLock extends AutoCloseable {
    /** The file's name in the folder. */
    String FILE = ".lock";

    /**
     * Acquires the lock of a folder, creating the folder if it is absent.
     *
     * @throws StageOutputException naming the process that holds the lock, if another does
     * @throws SettingsException if the folder is not writable
     */
    static RunLock acquire(FileSystem fs, Path root) {
        Path file = new Path(root, FILE);
        LockOwner owner = LockOwner.current();
        try {
            if (!fs.exists(root) && !fs.mkdirs(root)) {
                throw new IOException("could not create the folder");
            }
            Optional<java.nio.file.Path> local = LocalDisk.path(fs, root);
            return local.isPresent()
                    ? LocalRunLock.acquire(local.get().resolve(FILE), owner)
                    : HeartbeatRunLock.acquire(fs, file, owner, HeartbeatRunLock.BEAT);
        } catch (IOException e) {
            throw new SettingsException(
                    List.of("--run-dir " + root + ": expected a folder that can be written to (" + e + ")"));
        }
    }

    /**
     * Checks that this process still holds the lock. Call it right before each change that must not happen under another
     * holder.
     *
     * @throws StageOutputException if it was lost
     */
    void requireHeld() throws IOException;

    /** Releases the lock. */
    @Override
    void close() throws IOException;
}
