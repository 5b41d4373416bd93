package io.sparkae.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
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
 * <p>An attempt is written to {@code .attempt-STAGE-ID} beside the folder, its manifest last. Committing renames the
 * old folder to {@code .replaced-STAGE-ID}, the attempt to the folder, and deletes the old one. Whatever the moment at
 * which this is cut short, {@link #recover()} finds either an old or a new whole output and puts it in place: a whole
 * attempt whose old folder was already moved away is rolled forward, everything else is rolled back.
 *
 * <p>What a stage keeps for the case that it is killed lies in {@code .unfinished-STAGE}, apart from attempts.
 */
public final class StageFolder {
    private final FileSystem fs;
    private final Path root;
    private final StageName stage;

    StageFolder(FileSystem fs, Path root, StageName stage) {
        this.fs = fs;
        this.root = root;
        this.stage = stage;
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
        return manifestAt(path());
    }

    /** Opens a new, empty attempt; leftovers of killed ones are removed. */
    Attempt attempt() throws IOException {
        recover();
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
        if (fs.exists(path())) {
            rename(path(), replaced);
        }
        rename(attempt, path());
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
        for (FileStatus replaced : leftovers(replacedPrefix())) {
            String id = replaced.getPath().getName().substring(replacedPrefix().length());
            Path attempt = new Path(root, attemptPrefix() + id);
            if (!fs.exists(path())) {
                boolean whole = fs.exists(attempt) && isWhole(attempt);
                rename(whole ? attempt : replaced.getPath(), path());
            }
            fs.delete(replaced.getPath(), true);
        }
        for (FileStatus attempt : leftovers(attemptPrefix())) {
            fs.delete(attempt.getPath(), true);
        }
    }

    private boolean isWhole(Path folder) throws IOException {
        try {
            return manifestAt(folder).isPresent();
        } catch (StageOutputException incomplete) {
            return false;
        }
    }

    private Optional<Manifest> manifestAt(Path folder) throws IOException {
        Path file = new Path(folder, Manifest.FILE);
        if (!fs.exists(file)) {
            if (fs.exists(folder)) {
                throw incomplete(folder, "it has no " + Manifest.FILE);
            }
            return Optional.empty();
        }
        Manifest manifest;
        try {
            manifest = Json.read(fs, file, Manifest.class);
        } catch (JsonProcessingException e) {
            throw incomplete(folder, Manifest.FILE + " is not readable: " + e.getOriginalMessage());
        }
        for (OutputFile output : manifest.files()) {
            check(folder, output);
        }
        return Optional.of(manifest);
    }

    private void check(Path folder, OutputFile output) throws IOException {
        Path file = new Path(folder, output.path());
        long bytes;
        try {
            bytes = fs.getFileStatus(file).getLen();
        } catch (FileNotFoundException e) {
            throw incomplete(folder, output.path() + " is missing");
        }
        if (bytes != output.bytes()) {
            throw incomplete(folder, output.path() + " has " + bytes + " bytes, its manifest says " + output.bytes());
        }
        if (output.sha256() != null
                && !output.sha256().equals(InputFile.describe(fs, file, "").sha256())) {
            throw incomplete(folder, output.path() + " is damaged: its SHA-256 is not the manifest's");
        }
    }

    private StageOutputException incomplete(Path folder, String why) {
        return new StageOutputException("the output of stage " + stage.command() + " in " + folder + " is incomplete ("
                + why + "): run 'sparkae " + stage.command() + "' with this --run-dir, which makes it again");
    }

    private FileStatus[] leftovers(String prefix) throws IOException {
        if (!fs.exists(root)) {
            return new FileStatus[0];
        }
        return Arrays.stream(fs.listStatus(root, p -> p.getName().startsWith(prefix)))
                .sorted()
                .toArray(FileStatus[]::new);
    }

    private void rename(Path from, Path to) throws IOException {
        if (!fs.rename(from, to)) {
            throw new IOException("could not rename " + from + " to " + to);
        }
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
