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
 * A folder of checkpoints {@code epoch-NNNNNN-round-NNNNNN.zip}, named by the epochs finished, those of earlier phases
 * included, and the rounds of the current epoch.
 */
public final class CheckpointFolder {
    /** Folder name, both during training and in the stage's output. */
    static final String NAME = "checkpoints";

    private final FileSystem fs;
    private final Path folder;
    private final String fingerprint;
    private final Guard guard;

    /** A folder that is only read, without a guard. */
    public CheckpointFolder(FileSystem fs, Path parent, String fingerprint) {
        this(fs, parent, fingerprint, () -> {});
    }

    /**
     * @param parent of the folder; created if absent
     * @param fingerprint of the training whose checkpoints these are
     * @param guard called before a checkpoint is written
     */
    public CheckpointFolder(FileSystem fs, Path parent, String fingerprint, Guard guard) {
        this.fs = fs;
        this.folder = new Path(parent, NAME);
        this.fingerprint = fingerprint;
        this.guard = guard;
    }

    /** Throws if another process has taken over the run, whose checkpoints would be deleted as outdated. */
    @FunctionalInterface
    public interface Guard {
        void check() throws IOException;
    }

    /** Progress and the checkpoint it was read from. */
    public record Found(Path file, Progress progress) {}

    /** Writes a checkpoint atomically, then deletes the oldest beyond {@code keep}. */
    void write(Progress progress, int keep) throws IOException {
        guard.check();
        AtomicFile.write(fs, file(progress), out -> CheckpointFile.write(progress, fingerprint, out));
        Path written = file(progress);
        for (Path stale : newestFirst()) {
            if (stale.getName().compareTo(written.getName()) > 0) {
                fs.delete(stale, false); // unreadable leftover of an earlier attempt
            }
        }
        List<Path> all = newestFirst();
        for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
            fs.delete(old, false);
        }
    }

    /**
     * The newest readable checkpoint of this training. Unreadable ones are reported and skipped: a damaged checkpoint
     * never keeps a training from starting.
     *
     * @param damaged receives path and reason of each unreadable checkpoint
     * @param expected sizes for each phase
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

    /** Takes checkpoints when they are due. */
    public static final class Schedule {
        private final CheckpointFolder folder;
        private final CheckpointSettings settings;
        private final LongSupplier nanos;
        private final Runnable taking;
        private long lastTaken;
        private Progress taken;

        /**
         * @param folder null if none is taken
         * @param nanos a clock, {@link System#nanoTime} except in tests
         * @param taking called after each checkpoint
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

        /** Takes a last checkpoint, whatever the settings: a damaged model file is restored from it. */
        public void finished(Progress progress) {
            if (folder != null && taken != progress) {
                take(progress);
            }
        }

        /** Names the newest checkpoint, to be appended to an error message. */
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
