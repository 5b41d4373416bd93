package io.sparkae.dataset;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A stage's output folder, replaced as a whole.
 *
 * <p>An attempt is written to {@code .attempt-STAGE-ID} beside the folder, its manifest last. Committing moves the old
 * folder to {@code .replaced-STAGE-ID}, the attempt to the folder, and deletes the old one. Whatever the moment at which
 * this is cut short, in the middle of a move too where moves are no single step, {@link #recover()} finds a whole output
 * and puts it in place: once a manifest says that an attempt is whole and its move has begun, the attempt.
 *
 * <p>What a stage keeps for the case that it is killed lies in {@code .unfinished-STAGE}, apart from attempts.
 */
public final class StageFolder {
    private final FileSystem fs;
    private final Path root;
    private final StageName stage;
    private final WholeOutput output;
    private final FolderMove folders;
    private final ForeignFiles foreign;

    StageFolder(FileSystem fs, Path root, StageName stage) {
        this.fs = fs;
        this.root = root;
        this.stage = stage;
        this.output = new WholeOutput(fs, stage);
        this.folders = new FolderMove(fs);
        this.foreign = new ForeignFiles(fs, stage);
    }

    /** Where the committed output is. */
    public Path path() {
        return new Path(root, stage.folder());
    }

    /**
     * The manifest of the committed output, once all files it lists are there with their sizes.
     *
     * @return empty if there is no output
     * @throws StageOutputException if the output is incomplete
     */
    public Optional<Manifest> committed() throws IOException {
        recover();
        return output.manifest(path());
    }

    /**
     * Refuses a folder that this stage did not make.
     *
     * @throws StageOutputException if there is one, so that the output could not be committed
     */
    public void requireOurs() throws IOException {
        recover();
        foreign.refuseWithoutManifest(path());
    }

    /**
     * Opens a new, empty attempt; leftovers of killed ones are removed.
     *
     * @throws StageOutputException if there are files in the folder that this stage did not write
     */
    Attempt attempt() throws IOException {
        recover();
        foreign.refuse(path());
        Path folder = new Path(root, attemptPrefix() + UUID.randomUUID());
        if (!fs.mkdirs(folder)) {
            throw new IOException("could not create folder " + folder);
        }
        return new Attempt(this, folder);
    }

    /** Puts a finished attempt in the committed output's place. */
    void replaceBy(Path attempt) throws IOException {
        String id = attempt.getName().substring(attemptPrefix().length());
        Path replaced = new Path(root, replacedPrefix() + id);
        foreign.refuse(path()); // again: the work may have taken hours
        if (fs.exists(path())) {
            folders.move(path(), replaced);
        }
        folders.move(attempt, path());
        fs.delete(replaced, true);
    }

    /** Where unfinished work of a fingerprint is kept between processes. */
    Path kept(String fingerprint) {
        return new Path(keptRoot(), fingerprint.substring(0, 16));
    }

    /** Removes what was kept, of all fingerprints. */
    void dropKept() throws IOException {
        fs.delete(keptRoot(), true);
    }

    FileSystem fs() {
        return fs;
    }

    private void recover() throws IOException {
        for (FileStatus leftover : leftovers(replacedPrefix())) {
            Path replaced = leftover.getPath();
            String id = replaced.getName().substring(replacedPrefix().length());
            recover(new Path(root, attemptPrefix() + id), replaced);
            fs.delete(replaced, true);
        }
        for (FileStatus leftover : leftovers(attemptPrefix())) {
            Path attempt = leftover.getPath();
            if (fs.exists(path()) && !output.isWhole(path()) && output.isWhole(attempt, path())) {
                folders.finish(attempt, path()); // the first output of all, cut short in its move
            }
            fs.delete(attempt, true);
        }
    }

    /** Goes on with a replacement that was cut short. */
    private void recover(Path attempt, Path replaced) throws IOException {
        if (output.isWhole(attempt)) { // the old output may be half moved away
            foreign.refuse(path(), replaced);
            fs.delete(path(), true);
            folders.move(attempt, path());
        } else if (fs.exists(attempt) && output.isWhole(attempt, path())) { // half moved to its place
            folders.finish(attempt, path());
        } else if (!output.isWhole(path()) && output.isWhole(replaced, path())) { // half moved back, or not at all
            folders.finish(replaced, path());
        } else if (!fs.exists(path())) { // neither is whole: what there was before is damaged, and stays to be seen
            folders.move(replaced, path());
        }
    }

    private FileStatus[] leftovers(String prefix) throws IOException {
        if (!fs.exists(root)) {
            return new FileStatus[0];
        }
        return Arrays.stream(fs.listStatus(root, p -> p.getName().startsWith(prefix)))
                .sorted()
                .toArray(FileStatus[]::new);
    }

    private Path keptRoot() {
        return new Path(root, ".unfinished-" + stage.folder());
    }

    private String attemptPrefix() {
        return ".attempt-" + stage.folder() + "-";
    }

    private String replacedPrefix() {
        return ".replaced-" + stage.folder() + "-";
    }
}
