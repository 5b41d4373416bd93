package io.sparkae.train.checkpoint;

import io.sparkae.files.WholeFile;
import io.sparkae.train.averaging.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Checkpoints {@code epoch-NNNNNN-round-NNNNNN.zip}, named by what was done when they were taken, epochs of earlier
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
        WholeFile.write(fs, file(progress), out -> CheckpointFile.write(progress, fingerprint, out));
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
                WholeFile.writeNew(fs, new Path(new Path(parent, NAME), file.getName()), in::transferTo);
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
}
