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
 * A lock on a file system that has none. The file {@code .lock} says who holds it and never changes; its holder counts up
 * in {@code .lock-TOKEN}, which nobody else writes. A holder that has not counted for several beats is taken for dead. No
 * clocks are compared.
 *
 * <p>A holder that was only stopped finds out by {@link #requireHeld()}: it can write to no file but its own, so the name
 * in {@code .lock} stays that of the new holder.
 */
final class HeartbeatRunLock implements RunLock {
    /** Between two signs of life. */
    static final Duration BEAT = Duration.ofSeconds(3);

    /** Beats without a sign of life after which a holder is taken for dead. */
    private static final int PATIENCE = 6;

    /** Asks for a conditional write; file systems that know none ignore it (S3A has it from Hadoop 3.4.2 on). */
    private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

    /** Of file systems on which two that create the same file at once do not both succeed. */
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
     * What can be seen of a lock.
     *
     * @param owner null if the file cannot be read, perhaps not yet
     * @param life the owner's last sign of life, null if there is none yet
     */
    private record Sign(LockOwner owner, LockOwner life, long modified, long length) {}

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
                // The wait gives a holder that was only stopped, and is in the middle of a rename, time to end it, and
                // another process that has found the same file dead time to show.
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
            if (i > 0) { // a waiting process that has moved the wrong file puts it back
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

    /** Gives no more signs of life, as a stopped process. */
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
                lost = true; // for good, even if the file vanishes again
                LOG.error("{} was taken by another process, which took this one for dead: {}", file, holder);
            }
            if (!lost) {
                beats++;
                try (OutputStream out = fs.create(lifeFile(file, owner), true)) {
                    out.write(Json.line(owner.at(beats)).getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException | RuntimeException e) { // a thrown one would be the last beat
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
        } catch (IOException e) { // a store may refuse only when the file is closed
            if (fs.exists(file)) {
                return owner.isSame(read(fs, file));
            }
            throw e;
        }
    }

    /**
     * Watches a lock, and takes it away from a holder that shows no life.
     *
     * @return false if the lock has changed hands or was released meanwhile
     * @throws StageOutputException if its holder lives
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

    /** Moves the file to a name of its own, which of two processes one can do, and looks what it has moved. */
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
        if (dead == null ? found != null : !dead.isSame(found)) { // another process was faster, and has the lock now
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

    /** Null if there is no lock. */
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

    /** What a file says; null if it is not there or is being written. */
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
