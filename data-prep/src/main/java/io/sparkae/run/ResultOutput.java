package io.sparkae.run;

import io.sparkae.files.FileSystems;
import io.sparkae.files.LocalDisk;
import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Results at a path that a user chose, outside run folders: a folder with a manifest, or a single file. They appear
 * completely or not at all: they are written to {@code .attempt-NAME-ID} beside the path and moved to it last. What is at
 * the path is replaced only on request, and a folder only if all its files are in its manifest. Close it to remove the
 * attempt.
 *
 * <p>There is no lock: of two processes that write to one path at the same time, one fails.
 */
public final class ResultOutput implements AutoCloseable {
    private static final int ID_CHARACTERS = 36;

    private final String command;
    private final FileSystem fs;
    private final Path target;
    private final Path attempt;
    private final Path companion;
    private final boolean force;
    private final LocalDisk disk = new LocalDisk();

    private ResultOutput(String command, FileSystem fs, Path target, Path companion, boolean force) {
        this.command = command;
        this.fs = fs;
        this.target = target;
        this.companion = companion;
        this.force = force;
        this.attempt = new Path(target.getParent(), prefix("attempt") + UUID.randomUUID());
    }

    /**
     * Checks what is at a path, and opens an attempt to replace it. Attempts of killed processes are removed.
     *
     * @param command that writes the results, the stage of their manifest
     * @param text the path or URI
     * @param force whether results that are there may be replaced
     * @throws SettingsException if something is there and may not be replaced, or the path has no file system
     * @throws StageOutputException if what is there was not written by the command
     */
    public static ResultOutput open(String command, String text, boolean force, Configuration conf) throws IOException {
        return open(command, text, null, force, conf);
    }

    /**
     * The same for results that are a single file and perhaps a companion, a file beside it.
     *
     * @param ending of the companion's name, after the file's name
     * @throws SettingsException also if the companion of earlier results is there and may not be replaced
     */
    public static ResultOutput openFile(String command, String text, String ending, boolean force, Configuration conf)
            throws IOException {
        return open(command, text, ending, force, conf);
    }

    private static ResultOutput open(String command, String text, String ending, boolean force, Configuration conf)
            throws IOException {
        FileSystem fs;
        Path target;
        try {
            Path path = FileSystems.path(text);
            fs = FileSystems.of(path, conf);
            target = fs.makeQualified(path);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(
                    List.of("--output: expected a path or URI, found " + text + " (" + e.getMessage() + ")"));
        }
        if (target.getParent() == null) {
            throw new SettingsException(List.of("--output: expected a path below the root, found " + text));
        }
        ResultOutput output =
                new ResultOutput(command, fs, target, ending == null ? null : beside(target, ending), force);
        output.requireReplaceable();
        fs.mkdirs(target.getParent());
        output.removeLeft("attempt");
        fs.mkdirs(output.mark());
        return output;
    }

    /** The folder to write to. */
    public Path attempt() {
        return attempt;
    }

    /** Where the results will be. */
    public Path target() {
        return target;
    }

    private static Path beside(Path target, String ending) {
        URI uri = target.toUri();
        return new Path(uri.getScheme(), uri.getAuthority(), uri.getPath() + ending);
    }

    /** Where the companion of a single file will be. */
    public Path companion() {
        return companion;
    }

    /** The file system of both. */
    public FileSystem fs() {
        return fs;
    }

    /**
     * Checks that the results do not replace what they are made from.
     *
     * @throws SettingsException naming the input that lies at or below the path
     */
    public void requireOutside(String option, List<Path> inputs, Configuration conf) throws IOException {
        String own = target.toUri().getPath();
        for (Path input : inputs) {
            Path qualified = FileSystems.of(input, conf).makeQualified(input);
            String path = qualified.toUri().getPath();
            boolean sameSystem = String.valueOf(qualified.toUri().getAuthority())
                    .equals(String.valueOf(target.toUri().getAuthority()));
            if (sameSystem && (path.equals(own) || path.startsWith(own + "/"))) {
                throw new SettingsException(List.of(option + ": expected inputs outside --output, found " + input
                        + ": give another" + " --output"));
            }
        }
    }

    /** The files written so far, in name order; Parquet files with the row count from their footers. */
    public List<OutputFile> files() throws IOException {
        return StageFolder.Attempt.filesIn(fs, attempt);
    }

    /** Moves the attempt to the path; the manifest is written first. */
    public void commit(Manifest manifest) throws IOException {
        requireAttempt();
        Manifest.write(fs, new Path(attempt, Manifest.FILE), manifest);
        disk.forceAll(fs, attempt);
        requireAttempt();
        requireReplaceable(); // again, since the work may have taken hours
        fs.delete(mark(), true);
        replace(target, attempt, Step.NONE);
        end();
    }

    /**
     * Moves one file of the attempt to the path, its companion first.
     *
     * @param besides the companion in the attempt; null if there is none, and an earlier one is removed
     */
    public void commit(Path file, Path besides) throws IOException {
        disk.force(fs, file);
        if (besides != null) {
            disk.force(fs, besides);
        }
        requireAttempt();
        requireReplaceable();
        replace(companion, besides, () -> replace(target, file, Step.NONE));
        end();
    }

    /** The mark is made once: file systems and Spark create missing folders silently, so a removed attempt could seem to exist. */
    private void requireAttempt() throws IOException {
        if (!fs.exists(mark())) {
            throw new StageOutputException("another process has removed " + attempt
                    + ", in which this one was at work: nothing was written; give the command again once no other"
                    + " writes to " + target);
        }
    }

    private Path mark() {
        return new Path(attempt, ".attempt");
    }

    /** What else belongs to a replacement. */
    @FunctionalInterface
    private interface Step {
        Step NONE = () -> {};

        void run() throws IOException;
    }

    /**
     * Moves what is at a place away and what was made to the place; back if this fails, or what follows.
     *
     * @param made null for nothing
     */
    private void replace(Path place, Path made, Step following) throws IOException {
        Path replaced = new Path(target.getParent(), prefix("replaced") + UUID.randomUUID());
        boolean replaces = fs.exists(place);
        if (replaces) {
            rename(place, replaced);
        }
        boolean moved = false;
        try {
            if (made != null) {
                rename(made, place);
                moved = true;
            }
            following.run();
        } catch (IOException | RuntimeException failure) {
            if (moved) {
                rename(place, made);
            }
            if (replaces && !fs.exists(place)) {
                rename(replaced, place);
            }
            throw failure;
        }
    }

    private void end() throws IOException {
        disk.force(fs, target.getParent());
        removeLeft("replaced"); // and those of killed processes
    }

    private void removeLeft(String kind) throws IOException {
        int length = prefix(kind).length() + ID_CHARACTERS;
        for (FileStatus left : fs.listStatus(
                target.getParent(),
                path -> path.getName().startsWith(prefix(kind))
                        && path.getName().length() == length)) {
            fs.delete(left.getPath(), true);
        }
    }

    private void rename(Path from, Path to) throws IOException {
        if (fs.getFileStatus(from).isDirectory()) {
            new FolderMove(fs).move(from, to);
        } else if (!fs.rename(from, to)) {
            throw new IOException("could not rename " + from + " to " + to);
        }
    }

    @Override
    public void close() throws IOException {
        fs.delete(attempt, true); // absent if it was committed
    }

    private String prefix(String kind) {
        return "." + kind + "-" + target.getName().replace(':', '_') + "-"; // Hadoop takes a colon for a scheme's end
    }

    private void requireReplaceable() throws IOException {
        requireReplaceableCompanion();
        if (!fs.exists(target)) {
            return;
        }
        boolean folder = fs.getFileStatus(target).isDirectory();
        if (folder && fs.listStatus(target).length == 0) {
            return;
        }
        if (!force) {
            throw new SettingsException(
                    List.of("--output: " + target + " is there already: give --force to replace it, or another path"));
        }
        if (folder) {
            requireOurs();
        }
    }

    /** Also where the file itself is not there: somebody may have moved it away and kept its companion. */
    private void requireReplaceableCompanion() throws IOException {
        if (companion == null || !fs.exists(companion)) {
            return;
        }
        boolean folder = fs.getFileStatus(companion).isDirectory();
        if (folder || !force) {
            throw new SettingsException(List.of("--output: beside " + target + ", " + companion + " is there already"
                    + (folder ? ", a folder" : "") + ": move it away, "
                    + (folder ? "" : "give --force to replace it, ") + "or give another path"));
        }
    }

    /** A file has no mark of who wrote it; it is replaced on request. */
    private void requireOurs() throws IOException {
        Path file = new Path(target, Manifest.FILE);
        Set<String> ours = new HashSet<>(Set.of(Manifest.FILE));
        if (fs.exists(file)) {
            Manifest manifest = Manifest.read(fs, file);
            if (manifest.stage().equals(command)) {
                manifest.files().forEach(each -> ours.add(each.path()));
            }
        } else {
            ours.clear();
        }
        int prefix = target.toUri().getPath().length() + 1;
        for (FileStatus found : FileSystems.filesBelow(fs, target)) {
            String name = found.getPath().toUri().getPath().substring(prefix);
            boolean checksum = found.getPath().getName().matches("\\..*\\.crc");
            if (!ours.contains(name) && !checksum) {
                throw new StageOutputException(found.getPath() + " was not written by 'sparkae " + command
                        + "', so that its folder is not replaced: move it away, or give another --output");
            }
        }
    }
}
