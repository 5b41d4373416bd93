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
 * Keeps one folder for one process, so that two do not remove each other's attempts. A process that was killed holds
 * nothing for long.
 */
public interface RunLock extends AutoCloseable {
    /** The file's name in the folder. */
    String FILE = ".lock";

    /**
     * Takes the lock of a folder, which need not be there.
     *
     * @throws StageOutputException if another process has it; says which
     * @throws SettingsException if nothing can be written there
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
     * Checks that the lock is still this process's, to be called right before each change that another holder could not
     * bear.
     *
     * @throws StageOutputException if it was lost
     */
    void requireHeld() throws IOException;

    /** Releases the lock. */
    @Override
    void close() throws IOException;
}
