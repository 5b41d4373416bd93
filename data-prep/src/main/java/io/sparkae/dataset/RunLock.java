package io.sparkae.dataset;

import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Keeps a run's folder for one process, so that two do not remove each other's attempts; closing it gives the folder
 * free. A process that was killed holds nothing for long.
 */
public interface RunLock extends AutoCloseable {
    /** The file's name in the run's folder. */
    String FILE = ".lock";

    /**
     * Takes the lock of a run, whose folder need not be there.
     *
     * @throws StageOutputException if another process has it; says which
     * @throws SettingsException if nothing can be written there
     */
    static RunLock of(RunFolder run) {
        Path file = new Path(run.root(), FILE);
        LockOwner owner = LockOwner.current();
        try {
            run.fs().mkdirs(run.root());
            return run.fs() instanceof RawLocalFileSystem
                    ? LocalRunLock.acquire(java.nio.file.Path.of(file.toUri().getPath()), owner)
                    : BeatingRunLock.acquire(run.fs(), file, owner, BeatingRunLock.BEAT);
        } catch (IOException e) {
            throw new SettingsException(
                    List.of("--run-dir " + run.root() + ": expected a folder that can be written to (" + e + ")"));
        }
    }

    /** Gives the folder free. */
    @Override
    void close() throws IOException;
}
