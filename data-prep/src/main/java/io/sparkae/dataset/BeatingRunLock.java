package io.sparkae.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock on a file system that has none: its holder counts up in the file, and a file in which nobody has counted for
 * several beats belongs to a dead process. No clocks are compared.
 */
final class BeatingRunLock implements RunLock {
    /** Between two signs of life. */
    static final Duration BEAT = Duration.ofSeconds(3);

    /** Beats without a sign of life after which a holder is taken for dead. */
    private static final int PATIENCE = 6;

    private static final Logger LOG = LoggerFactory.getLogger(BeatingRunLock.class);

    private final FileSystem fs;
    private final Path file;
    private final ScheduledExecutorService heart;
    private LockOwner owner;

    private BeatingRunLock(FileSystem fs, Path file, LockOwner owner, Duration beat) {
        this.fs = fs;
        this.file = file;
        this.owner = owner;
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "run lock");
            thread.setDaemon(true);
            return thread;
        });
        heart.scheduleAtFixedRate(this::beat, beat.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS);
    }

    static BeatingRunLock acquire(FileSystem fs, Path file, LockOwner owner, Duration beat) throws IOException {
        while (!create(fs, file, owner)) {
            LockOwner holder = read(fs, file);
            LockOwner later = watch(fs, file, holder, beat);
            if (later == null || holder == null || !later.token().equals(holder.token())) {
                continue; // given free, or taken by a third process
            }
            if (later.beat() != holder.beat()) {
                throw later.refusal(file);
            }
            LOG.warn("{} is left by a dead process: {}", file, holder);
            fs.delete(file, false);
        }
        return new BeatingRunLock(fs, file, owner, beat);
    }

    @Override
    public void close() throws IOException {
        heart.shutdown();
        try {
            heart.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (isOurs()) {
            fs.delete(file, false);
        }
    }

    private void beat() {
        try {
            if (isOurs()) {
                owner = owner.next();
                write(fs, file, owner, true);
            } else {
                LOG.error("{} was taken by another process, which took this one for dead", file);
            }
        } catch (IOException e) {
            LOG.warn("could not write {}", file, e);
        }
    }

    private boolean isOurs() throws IOException {
        LockOwner holder = read(fs, file);
        return holder != null && holder.token().equals(owner.token());
    }

    private static boolean create(FileSystem fs, Path file, LockOwner owner) throws IOException {
        try {
            write(fs, file, owner, false);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static void write(FileSystem fs, Path file, LockOwner owner, boolean overwrite) throws IOException {
        try (OutputStream out = fs.create(file, overwrite)) {
            out.write(Json.line(owner).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Who holds the lock; null if nobody does, or is just writing that he does. */
    private static LockOwner read(FileSystem fs, Path file) throws IOException {
        try {
            return Json.read(fs, file, LockOwner.class);
        } catch (FileNotFoundException | JsonProcessingException e) {
            return null;
        }
    }

    /** Waits for a sign of life, as long as it makes sense; what the file says then. */
    private static LockOwner watch(FileSystem fs, Path file, LockOwner holder, Duration beat) throws IOException {
        LockOwner now = holder;
        for (int i = 0; i < PATIENCE && now != null && now.equals(holder); i++) {
            try {
                TimeUnit.MILLISECONDS.sleep(beat.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for " + file, e);
            }
            now = read(fs, file);
        }
        return now;
    }
}
