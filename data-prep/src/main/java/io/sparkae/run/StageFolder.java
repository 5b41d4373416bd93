package io.sparkae.run;

import io.sparkae.files.AtomicFile;
import io.sparkae.files.FileSystems;
import io.sparkae.files.InputFile;
import io.sparkae.files.LocalDisk;
import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.run.lock.RunLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * A stage's output folder, replaced as a whole.
 *
 * <p>An attempt is written to {@code .attempt-STAGE-ID} beside the folder, its manifest last. A commit moves the old
 * folder to {@code .replaced-STAGE-ID}, moves the attempt to the folder, and deletes the old one. Wherever this is
 * interrupted, also within a move that is not atomic, {@link #recover()} finds a complete output and puts it in place: the
 * attempt, if it is complete and its move has begun, otherwise the old output.
 *
 * <p>Work that a stage keeps in case it is killed lies in {@code .unfinished-STAGE}, apart from attempts.
 */
public final class StageFolder {
    private final FileSystem fs;
    private final Path root;
    private final StageName stage;
    private final RunLock lock;
    private final LocalDisk disk;
    private final WholeOutput output;
    private final FolderMove folders;
    private final ForeignFiles foreign;
    private boolean held;
    private Optional<WholeOutput.Verified> remembered = null;

    /** A read-only folder. */
    StageFolder(FileSystem fs, Path root, StageName stage) {
        this(fs, root, stage, null, new LocalDisk());
    }

    /** @param lock of {@code root}; null if the folder is read-only */
    StageFolder(FileSystem fs, Path root, StageName stage, RunLock lock, LocalDisk disk) {
        this.fs = fs;
        this.root = root;
        this.stage = stage;
        this.lock = lock;
        this.disk = disk;
        this.held = lock != null;
        this.output = new WholeOutput(fs, stage);
        this.folders = new FolderMove(fs);
        this.foreign = new ForeignFiles(fs, stage);
    }

    /** The folder of the committed output. */
    public Path path() {
        return new Path(root, stage.folder());
    }

    /**
     * The manifest of the committed output, after a check that all files it lists are present and undamaged. While the run is
     * held, they are checked once.
     *
     * @return empty if there is no output
     * @throws StageOutputException if the output is incomplete
     */
    public Optional<Manifest> committed() throws IOException {
        return verified().map(WholeOutput.Verified::manifest);
    }

    /** The committed output's manifest as an input of later stages; empty if there is no output. */
    Optional<InputFile> description() throws IOException {
        return verified().map(WholeOutput.Verified::description);
    }

    /**
     * Checks that the folder is absent or was made by this stage.
     *
     * @throws StageOutputException if it is a user's
     */
    public void requireOurs() throws IOException {
        recover();
        foreign.refuseWithoutManifest(path());
    }

    /**
     * Opens a new, empty attempt and removes those of killed processes.
     *
     * @throws StageOutputException if the folder holds files that this stage did not write
     */
    Attempt attempt() throws IOException {
        recover();
        foreign.refuse(path());
        return Attempt.open(this, new Path(root, attemptPrefix() + UUID.randomUUID()));
    }

    /**
     * Replaces the committed output by a finished attempt.
     *
     * @param manifest of the attempt, as written
     * @throws StageOutputException if another process has acquired the run; nothing is committed then
     */
    void replaceBy(Path attempt, InputFile manifest) throws IOException {
        remembered = null;
        String id = attempt.getName().substring(attemptPrefix().length());
        Path replaced = new Path(root, replacedPrefix() + id);
        foreign.refuse(path()); // again, since the work may have taken hours
        requireHeld();
        if (fs.exists(path())) {
            folders.move(path(), replaced);
        }
        try {
            requireHeld();
            folders.move(attempt, path());
        } catch (StageOutputException lost) {
            if (fs.exists(replaced) && !fs.exists(path())) {
                folders.move(replaced, path()); // back: it may be the other process's
            }
            throw lost;
        }
        output.requirePlaced(path(), manifest);
        // The old output stays until the new names are on the disk.
        disk.force(fs, root);
        disk.force(fs, root.getParent());
        requireHeld();
        fs.delete(replaced, true);
    }

    /** The folder that keeps unfinished work of a fingerprint between processes. */
    Path kept(String fingerprint) {
        return new Path(keptRoot(), fingerprint.substring(0, 16));
    }

    /** Removes the unfinished work of a fingerprint. */
    void dropKept(String fingerprint) throws IOException {
        requireHeld();
        fs.delete(kept(fingerprint), true);
    }

    /** Removes the unfinished work of all fingerprints. */
    void dropKept() throws IOException {
        requireHeld();
        fs.delete(keptRoot(), true);
    }

    FileSystem fs() {
        return fs;
    }

    LocalDisk disk() {
        return disk;
    }

    /** @throws StageOutputException if another process has acquired the run */
    void requireHeld() throws IOException {
        if (!held) {
            throw new IllegalStateException(root + " is not held");
        }
        lock.requireHeld();
    }

    /** Called when the lock is released. */
    void release() {
        held = false;
        remembered = null;
    }

    /** Completes or reverts interrupted commits, and removes attempts. */
    void recover() throws IOException {
        requireHeld();
        for (FileStatus leftover : leftovers(replacedPrefix())) {
            remembered = null;
            Path replaced = leftover.getPath();
            String id = replaced.getName().substring(replacedPrefix().length());
            recover(new Path(root, attemptPrefix() + id), replaced);
            disk.force(fs, root);
            requireHeld();
            fs.delete(replaced, true);
        }
        for (FileStatus leftover : leftovers(attemptPrefix())) {
            remembered = null;
            Path attempt = leftover.getPath();
            requireHeld();
            if (fs.exists(path()) && !output.isWhole(path()) && output.isWhole(attempt, path())) {
                finish(attempt); // the first output, interrupted in its move
            }
            fs.delete(attempt, true);
        }
    }

    /** Completes or reverts an interrupted replacement. */
    private void recover(Path attempt, Path replaced) throws IOException {
        requireHeld();
        if (output.isWhole(path())) { // the new output is in place, or the old one never moved
            return;
        }
        if (output.isWhole(attempt)) { // the old output may be partly moved away
            foreign.refuse(path(), replaced);
            fs.delete(path(), true);
            folders.move(attempt, path());
        } else if (fs.exists(attempt) && output.isWhole(attempt, path())) { // partly moved to its place
            finish(attempt);
        } else if (output.isWhole(replaced, path())) { // partly moved back, or not at all
            finish(replaced);
        } else if (!fs.exists(path())) {
            // Neither is complete: the old output was damaged before, and is kept for the user.
            folders.move(replaced, path());
        }
    }

    private void finish(Path from) throws IOException {
        Manifest manifest = output.manifest(from, path());
        folders.finish(from, path());
        output.removeOthers(path(), manifest);
    }

    private Optional<WholeOutput.Verified> verified() throws IOException {
        if (remembered != null) {
            return remembered;
        }
        Optional<WholeOutput.Verified> found = output.verify(path());
        if (held) {
            remembered = found;
        }
        return found;
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

    /**
     * An output folder in progress; closing it without a commit removes it. A hidden folder in it is its mark: file systems
     * and Spark create missing folders silently, so a removed attempt could seem to exist.
     */
    static final class Attempt implements AutoCloseable {
        private static final String MARK = ".attempt";

        private final StageFolder target;
        private final Path folder;
        private boolean committed;

        private Attempt(StageFolder target, Path folder) {
            this.target = target;
            this.folder = folder;
        }

        /** Creates the folder of an attempt. */
        static Attempt open(StageFolder target, Path folder) throws IOException {
            if (!target.fs().mkdirs(new Path(folder, MARK))) {
                throw new IOException("could not create folder " + folder);
            }
            return new Attempt(target, folder);
        }

        Path path() {
            return folder;
        }

        /** The files written so far, in name order; Parquet files with the row count from their footers. */
        List<OutputFile> files() throws IOException {
            return filesIn(target.fs(), folder);
        }

        /** The files in a folder, as {@link #files()} describes them. */
        static List<OutputFile> filesIn(FileSystem fs, Path folder) throws IOException {
            int prefix = fs.makeQualified(folder).toUri().getPath().length() + 1;
            List<OutputFile> files = new ArrayList<>();
            for (FileStatus file : FileSystems.filesBelow(fs, folder)) {
                if (!file.getPath().getName().startsWith(".")) {
                    files.add(
                            describe(fs, file, file.getPath().toUri().getPath().substring(prefix)));
                }
            }
            files.sort(Comparator.comparing(OutputFile::path));
            return files;
        }

        /**
         * Checks that this process still holds the run and the attempt still exists.
         *
         * @throws StageOutputException if not
         */
        void requireOurs() throws IOException {
            target.requireHeld();
            if (!committed && !target.fs().exists(new Path(folder, MARK))) {
                throw new StageOutputException("another process has removed " + folder
                        + ", in which this run was at work: nothing was committed; give the command again once no other run"
                        + " uses the folder");
            }
        }

        /**
         * Writes the manifest and commits the output.
         *
         * @throws IllegalStateException if a part's Parquet files do not have the number of rows that the manifest claims
         * @throws StageOutputException if another process has acquired the run or removed the attempt
         */
        void commit(Manifest manifest) throws IOException {
            FileSystem fs = target.fs();
            requireOurs();
            for (Map.Entry<String, Long> part : manifest.rows().entrySet()) {
                checkRows(part.getKey(), part.getValue(), manifest.files());
            }
            Path file = new Path(folder, Manifest.FILE);
            byte[] json = Manifest.bytes(file, manifest);
            AtomicFile.writeNew(fs, file, out -> out.write(json), target.disk());
            InputFile written =
                    new InputFile(target.path().getName() + "/" + Manifest.FILE, json.length, InputFile.hashOf(json));
            target.disk().forceAll(fs, folder);
            requireOurs();
            fs.delete(new Path(folder, MARK), true);
            committed = true;
            target.replaceBy(folder, written);
        }

        @Override
        public void close() throws IOException {
            target.fs().delete(folder, true); // absent if it was committed
        }

        private static OutputFile describe(FileSystem fs, FileStatus file, String name) throws IOException {
            Long rows = name.endsWith(".parquet") ? rowsOf(fs, file) : null;
            String sha256 =
                    rows == null ? InputFile.describe(fs, file.getPath(), name).sha256() : null;
            return new OutputFile(name, file.getLen(), rows, sha256);
        }

        /** A Parquet file's number of rows, read from its footer. */
        private static long rowsOf(FileSystem fs, FileStatus file) throws IOException {
            try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, fs.getConf()))) {
                return reader.getRecordCount();
            }
        }

        private static void checkRows(String part, long expected, List<OutputFile> files) {
            List<OutputFile> counted = files.stream()
                    .filter(f -> f.rows() != null && f.path().startsWith(part + "/"))
                    .toList();
            if (counted.isEmpty() && files.stream().anyMatch(f -> f.path().startsWith(part + "/"))) {
                return; // files without row counts
            }
            long found = counted.stream().mapToLong(OutputFile::rows).sum();
            if (found != expected) {
                throw new IllegalStateException(
                        "part " + part + " should hold " + expected + " rows, its files hold " + found);
            }
        }
    }
}
