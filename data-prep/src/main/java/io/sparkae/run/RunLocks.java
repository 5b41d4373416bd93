package io.sparkae.run;

import io.sparkae.files.LocalDisk;
import io.sparkae.files.StageOutputException;
import io.sparkae.run.lock.RunLock;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * The locks of the run folders that this process may change. {@link #hold} acquires a run's lock, and that of the run whose
 * dataset it shares, and recovers from interrupted commits there. Only a held run is recovered or written to; its outputs
 * are verified once and remembered. Not thread-safe.
 */
public final class RunLocks implements AutoCloseable {
    private final LocalDisk disk;
    private final Map<Path, RunLock> locks = new HashMap<>();
    private final Deque<RunLock> taken = new ArrayDeque<>();
    private final Map<Path, StageFolder> stages = new HashMap<>();

    /** No locks yet. */
    public RunLocks() {
        this(new LocalDisk());
    }

    RunLocks(LocalDisk disk) {
        this.disk = disk;
    }

    /**
     * Acquires a run's lock, creating its folder if it is absent; does nothing for a run that is held already.
     *
     * @return the run, writable
     * @throws StageOutputException naming the process that holds the run, if another does
     * @throws SettingsException if the folder is not writable
     */
    public RunFolder hold(RunFolder run) throws IOException {
        RunFolder held = run.heldBy(this);
        // The outer lock first, by convention: no process waits for a lock.
        boolean dataset = take(run, run.datasetRoot());
        boolean own = take(run, run.root());
        if (dataset) {
            held.stage(StageName.INGEST).recover();
        }
        if (own) {
            held.noteSharedDataset();
            for (StageName stage : StageName.values()) {
                held.stage(stage).recover();
            }
        }
        return held;
    }

    /** Releases all locks, the last acquired first. */
    @Override
    public void close() throws IOException {
        stages.values().forEach(StageFolder::release);
        IOException failure = null;
        while (!taken.isEmpty()) {
            try {
                taken.pop().close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    void requireHeld(Path root) throws IOException {
        locks.get(root).requireHeld();
    }

    StageFolder stage(RunFolder run, Path root, StageName stage) {
        return stages.computeIfAbsent(
                new Path(root, stage.folder()), path -> new StageFolder(run.fs(), root, stage, locks.get(root), disk));
    }

    private boolean take(RunFolder run, Path root) {
        if (locks.containsKey(root)) {
            return false;
        }
        RunLock lock = RunLock.acquire(run.fs(), root);
        locks.put(root, lock);
        taken.push(lock);
        return true;
    }
}
