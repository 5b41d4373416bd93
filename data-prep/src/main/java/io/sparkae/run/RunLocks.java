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
 * The run folders that this process alone may change, until it closes this: {@link #hold} takes a run's lock, and that of
 * the run whose dataset it shares, and puts right what a killed process has left there. Only a held run is ever put right
 * or written to; what is read of it is verified once and remembered. Not thread-safe.
 */
public final class RunLocks implements AutoCloseable {
    private final LocalDisk disk;
    private final Map<Path, RunLock> locks = new HashMap<>();
    private final Deque<RunLock> taken = new ArrayDeque<>();
    private final Map<Path, StageFolder> stages = new HashMap<>();

    /** Holds nothing yet. */
    public RunLocks() {
        this(new LocalDisk());
    }

    RunLocks(LocalDisk disk) {
        this.disk = disk;
    }

    /**
     * Takes a run, whose folder need not be there; one that is held already is given again.
     *
     * @return the run as its holder may use it
     * @throws StageOutputException if another process has it; says which
     * @throws SettingsException if nothing can be written there
     */
    public RunFolder hold(RunFolder run) throws IOException {
        RunFolder held = run.heldBy(this);
        boolean dataset = take(run, run.datasetRoot()); // the outer one first: nobody waits, so the order is a habit
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

    /** Releases all folders, the last first. */
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
