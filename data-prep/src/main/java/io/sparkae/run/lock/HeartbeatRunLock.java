package io.sparkae.run.lock;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sparkae.files.Json;
import io.sparkae.files.StageOutputException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock for file systems without locks. The file {@code .lock} names its holder and never changes; the holder writes an
 * increasing heartbeat count to {@code .lock-TOKEN}, which no other process writes. A holder whose count does not change
 * for several heartbeats is considered dead. No clocks are compared.
 *
 * <p>A holder that was only suspended notices in {@link #requireHeld()}: it writes to no file but its own, so
 * {@code .lock} keeps naming the new holder.
 */
final class HeartbeatRunLock implements RunLock {
    /** Time between two heartbeats. */
    static final Duration BEAT = Duration.ofSeconds(3);

    /** Missed heartbeats after which a holder is considered dead. */
    private static final int PATIENCE = 6;

    /** Requests a conditional write; ignored by file systems without them (S3A has them from Hadoop 3.4.2 on). */
    private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

    /** File systems that create a file exclusively: of two processes at once, one fails. */
    private static final Set<String> EXCLUSIVE_SCHEMES =
            Set.of("hdfs", "webhdfs", "swebhdfs", "abfs", "abfss", "gs", "ofs", "o3fs");

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatRunLock.class);

    private final FileSystem fs;
    private final Path file;
    private final LockOwner owner;
    private final Duration beat;
    private final ScheduledExecutorService heart;
    private long beats;
    private volatile boolean released;
    private volatile boolean lost;

    private HeartbeatRunLock(FileSystem fs, Path file, LockOwner owner, Duration beat) {
        this.fs = fs;
        this.file = file;
        this.owner = owner;
        this.beat = beat;
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "run lock");
            thread.setDaemon(true);
            return thread;
        });
        heart.scheduleWithFixedDelay(this::beat, beat.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The observed state of a lock.
     *
     * @param owner null if the file cannot be read (yet)
     * @param life the owner's last heartbeat, null before the first
     */
    private record Sign(LockOwner owner, LockOwner life, long modified, long length) {}

    /**
     * Acquires the lock, waiting for a holder that seems dead.
     *
     * @throws StageOutputException if another process holds it
     */
    static HeartbeatRunLock acquire(FileSystem fs, Path file, LockOwner owner, Duration beat) throws IOException {
        boolean doubtful = !createsExclusively(fs, file);
        while (true) {
            if (create(fs, file, owner)) {
                HeartbeatRunLock lock = new HeartbeatRunLock(fs, file, owner, beat);
                boolean ours = false;
                try {
                    ours = !doubtful || lock.isOursAfterABeat();
                } finally {
                    if (!ours) {
                        lock.close();
                    }
                }
                if (ours) {
                    return lock;
                }
            } else if (removedDead(fs, file, beat)) {
                // One more heartbeat lets a suspended holder finish a rename it is in, and lets another process that
                // removed the same lock appear.
                doubtful = true;
            }
        }
    }

    @Override
    public void requireHeld() throws IOException {
        if (released) {
            throw new IllegalStateException(file + " was released");
        }
        LockOwner holder = null;
        for (int i = 0; i < 4 && holder == null && !lost; i++) {
            if (i > 0) { // a waiting process that moved a live lock puts it back
                pause(beat.dividedBy(4));
            }
            holder = read(fs, file);
        }
        if (!owner.isSame(holder)) {
            lost = true;
            throw LockOwner.lost(file, holder);
        }
    }

    @Override
    public void close() throws IOException {
        if (released) {
            return;
        }
        released = true;
        stopBeating();
        if (owner.isSame(read(fs, file))) {
            fs.delete(file, false);
        }
        fs.delete(lifeFile(file, owner), false);
    }

    /** Stops the heartbeats, as in a suspended process. */
    void stopBeating() {
        heart.shutdown();
        try {
            heart.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            LockOwner holder = read(fs, file);
            if (holder != null && !owner.isSame(holder) && !lost) {
                lost = true; // for good, even if the file disappears again
                LOG.error("{} was taken by another process, which considered this one dead: {}", file, holder);
            }
            if (!lost) {
                beats++;
                try (OutputStream out = fs.create(lifeFile(file, owner), true)) {
                    out.write(Json.line(owner.at(beats)).getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException | RuntimeException e) { // an exception would cancel the heartbeats
            LOG.warn("could not write beside {}", file, e);
        }
    }

    private boolean isOursAfterABeat() throws IOException {
        pause(beat);
        return owner.isSame(read(fs, file));
    }

    private static boolean createsExclusively(FileSystem fs, Path file) throws IOException {
        Path folder = fs.resolvePath(file.getParent());
        return EXCLUSIVE_SCHEMES.contains(folder.toUri().getScheme()) || fs.hasPathCapability(file, CONDITIONAL);
    }

    private static boolean create(FileSystem fs, Path file, LockOwner owner) throws IOException {
        FSDataOutputStreamBuilder<?, ?> creation = fs.createFile(file);
        creation.overwrite(false).recursive().opt(CONDITIONAL, true);
        try (OutputStream out = creation.build()) {
            out.write(Json.line(owner).getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) { // some stores refuse on close only
            if (fs.exists(file)) {
                return owner.isSame(read(fs, file));
            }
            throw e;
        }
    }

    /**
     * Watches a lock and removes it if its holder is dead.
     *
     * @return false if the lock was released or acquired by another process in the meantime
     * @throws StageOutputException if the holder is alive
     */
    private static boolean removedDead(FileSystem fs, Path file, Duration beat) throws IOException {
        Sign first = sign(fs, file);
        for (int i = 0; i < PATIENCE && first != null; i++) {
            pause(beat);
            Sign now = sign(fs, file);
            if (!first.equals(now)) {
                if (now != null && now.owner() != null && now.owner().isSame(first.owner())) {
                    throw now.owner().refusal(file);
                }
                return false;
            }
        }
        return first != null && first.equals(sign(fs, file)) && moveAway(fs, file, first.owner());
    }

    /** Renames the lock to a unique name, in which one of two processes succeeds, and checks which lock it renamed. */
    private static boolean moveAway(FileSystem fs, Path file, LockOwner dead) throws IOException {
        Path moved = new Path(file.getParent(), FILE + "-dead-" + UUID.randomUUID());
        try {
            if (!fs.rename(file, moved)) {
                return false;
            }
        } catch (FileNotFoundException gone) {
            return false;
        }
        LockOwner found = read(fs, moved);
        if (dead == null ? found != null : !dead.isSame(found)) { // another process was faster and holds the lock
            if (fs.exists(file) || !fs.rename(moved, file)) {
                fs.delete(moved, false);
            }
            return false;
        }
        LOG.warn("{} is left by a dead process: {}", file, dead);
        fs.delete(moved, false);
        if (dead != null) {
            fs.delete(lifeFile(file, dead), false);
        }
        return true;
    }

    /** The lock's current state; null if there is no lock. */
    private static Sign sign(FileSystem fs, Path file) throws IOException {
        try {
            FileStatus status = fs.getFileStatus(file);
            LockOwner owner = read(fs, file);
            if (owner == null) {
                LockOwner.requireOurs(file, beginning(fs, file));
            }
            LockOwner life = owner == null ? null : read(fs, lifeFile(file, owner));
            return new Sign(owner, life, status.getModificationTime(), status.getLen());
        } catch (FileNotFoundException free) {
            return null;
        }
    }

    private static byte[] beginning(FileSystem fs, Path file) throws IOException {
        try (InputStream in = fs.open(file)) {
            return in.readNBytes(1 << 13);
        }
    }

    private static Path lifeFile(Path file, LockOwner owner) {
        return new Path(file.getParent(), FILE + "-" + owner.token());
    }

    /** The owner named in a file; null if the file is absent or being written. */
    private static LockOwner read(FileSystem fs, Path file) throws IOException {
        try {
            LockOwner owner = Json.read(fs, file, LockOwner.class);
            return owner == null || owner.token() == null || owner.token().contains("/") ? null : owner;
        } catch (FileNotFoundException | JsonProcessingException | ChecksumException | EOFException e) {
            return null;
        }
    }

    private static void pause(Duration time) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a run's lock", e);
        }
    }
}
