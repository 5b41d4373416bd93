package io.sparkae.train.checkpoint;

import io.sparkae.files.AtomicFile;
import io.sparkae.train.averaging.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Schedule {@code epoch-NNNNNN-round-NNNNNN.zip}, named by what was done when they were taken, epochs of earlier
 * trainings of the same model included.
 */
public final class CheckpointFolder {
    /** Its name, both where training keeps it and in the stage's output. */
    static final String NAME = "checkpoints";

    private final FileSystem fs;
    private final Path folder;
    private final String fingerprint;
    private final Guard guard;

    /** One that needs no guard: nobody else knows it. */
    public CheckpointFolder(FileSystem fs, Path parent, String fingerprint) {
        this(fs, parent, fingerprint, () -> {});
    }

    /**
     * @param parent of the folder, which need not be there
     * @param fingerprint of the training whose checkpoints these are
     * @param guard asked before a checkpoint is written
     */
    public CheckpointFolder(FileSystem fs, Path parent, String fingerprint, Guard guard) {
        this.fs = fs;
        this.folder = new Path(parent, NAME);
        this.fingerprint = fingerprint;
        this.guard = guard;
    }

    /** Throws once the run is another process's: its checkpoints would be removed as outdated ones. */
    @FunctionalInterface
    public interface Guard {
        void check() throws IOException;
    }

    /** Progress and the checkpoint it was read from. */
    public record Found(Path file, Progress progress) {}

    /** Writes a checkpoint, whole or not at all, then removes the oldest beyond {@code keep}. */
    void write(Progress progress, int keep) throws IOException {
        guard.check();
        AtomicFile.write(fs, file(progress), out -> CheckpointFile.write(progress, fingerprint, out));
        Path written = file(progress);
        for (Path stale : newestFirst()) {
            if (stale.getName().compareTo(written.getName()) > 0) {
                fs.delete(stale, false); // of an earlier attempt, and could not be read
            }
        }
        List<Path> all = newestFirst();
        for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
            fs.delete(old, false);
        }
    }

    /**
     * The newest checkpoint of this training that can be read; newer ones that cannot are reported. Whatever
     * is wrong with one, it is passed over: no checkpoint may keep a training from beginning.
     *
     * @param damaged told the path of each that cannot be read, and why
     * @param expected of each phase
     */
    public Optional<Found> newest(BiConsumer<String, String> damaged, List<Supplier<CheckpointFile.Expected>> expected)
            throws IOException {
        for (Path file : newestFirst()) {
            try (InputStream in = fs.open(file)) {
                Optional<Progress> progress = CheckpointFile.read(in, fingerprint, expected);
                if (progress.isPresent()) {
                    return Optional.of(new Found(file, progress.get()));
                }
            } catch (IOException | RuntimeException unreadable) {
                String reason = String.valueOf(unreadable.getMessage());
                damaged.accept(file.toString(), reason.lines().findFirst().orElse(reason));
            }
        }
        return Optional.empty();
    }

    /** The newest file, readable or not. */
    Optional<Path> newestFile() throws IOException {
        return newestFirst().stream().findFirst();
    }

    /** Copies all checkpoints to the folder of the same name below another parent. */
    public void copyTo(Path parent) throws IOException {
        for (Path file : newestFirst()) {
            try (InputStream in = fs.open(file)) {
                AtomicFile.writeNew(fs, new Path(new Path(parent, NAME), file.getName()), in::transferTo);
            }
        }
    }

    private Path file(Progress progress) {
        return new Path(
                folder,
                String.format(
                        Locale.ROOT,
                        "epoch-%06d-round-%06d.zip",
                        progress.earlier().size() + progress.state().epoch(),
                        progress.round()));
    }

    private List<Path> newestFirst() throws IOException {
        if (!fs.exists(folder)) {
            return List.of();
        }
        return Arrays.stream(fs.listStatus(folder, p -> p.getName().matches("epoch-\\d+-round-\\d+\\.zip")))
                .filter(FileStatus::isFile)
                .map(FileStatus::getPath)
                .sorted(Comparator.comparing(Path::getName).reversed())
                .toList();
    }

    /** Decides when a checkpoint is due and takes it. */
    public static final class Schedule {
        private final CheckpointFolder folder;
        private final CheckpointSettings settings;
        private final LongSupplier nanos;
        private final Runnable taking;
        private long lastTaken;
        private Progress taken;

        /**
         * @param folder null if none is taken
         * @param nanos a clock, {@link System#nanoTime} but in tests
         * @param taking run after each
         */
        public Schedule(CheckpointFolder folder, CheckpointSettings settings, LongSupplier nanos, Runnable taking) {
            this.folder = folder;
            this.settings = settings;
            this.nanos = nanos;
            this.taking = taking;
            this.lastTaken = nanos.getAsLong();
        }

        /** A schedule by which no checkpoint is ever taken. */
        public static Schedule never() {
            return new Schedule(null, new CheckpointSettings(0, 0, 1), System::nanoTime, () -> {});
        }

        /** Takes a checkpoint if {@code checkpoints.every-minutes} have passed. */
        public void roundEnded(Progress progress) {
            double minutes = (nanos.getAsLong() - lastTaken) / (double) TimeUnit.MINUTES.toNanos(1);
            if (settings.everyMinutes() > 0 && minutes >= settings.everyMinutes()) {
                take(progress);
            }
        }

        /** Takes a checkpoint after every {@code checkpoints.every-epochs} epochs. */
        public void epochEnded(Progress progress) {
            if (settings.everyEpochs() > 0 && progress.state().epoch() % settings.everyEpochs() == 0) {
                take(progress);
            }
        }

        /** From the last checkpoint a damaged model file can be made again, whatever the settings. */
        public void finished(Progress progress) {
            if (folder != null && taken != progress) {
                take(progress);
            }
        }

        /** Words for the end of an error message. */
        public String hint() {
            if (folder == null) {
                return "";
            }
            try {
                return folder.newestFile()
                        .map(file -> "; the last good checkpoint is kept: " + file)
                        .orElse("");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void take(Progress progress) {
            try {
                folder.write(progress, settings.keep());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            taken = progress;
            lastTaken = nanos.getAsLong();
            taking.run();
        }
    }
}
