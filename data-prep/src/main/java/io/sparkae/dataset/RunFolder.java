package io.sparkae.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of one run, local or on any Hadoop file system, with a folder for each stage's output. It is only read, and
 * nothing in it put right, unless {@link RunLocks} hold it.
 */
public final class RunFolder {
    /** Marks a folder whose dataset is that of the folder above. */
    private static final String SHARES_DATASET = ".shares-dataset";

    private final FileSystem fs;
    private final Path root;
    private final Path datasetRoot;
    private final RunLocks locks;

    RunFolder(FileSystem fs, Path root) {
        this(fs, root, root, null);
    }

    /** @param locks that hold the run; null for one that is only read */
    private RunFolder(FileSystem fs, Path root, Path datasetRoot, RunLocks locks) {
        this.fs = fs;
        this.root = root;
        this.datasetRoot = datasetRoot;
        this.locks = locks;
    }

    /**
     * The folder at a path or URI; it need not exist.
     *
     * @throws UncheckedIOException if its file system cannot be reached
     */
    public static RunFolder at(String uri, Configuration conf) {
        try {
            Path path = new Path(uri);
            FileSystem fs = FileSystems.of(path, conf);
            Path root = fs.makeQualified(path);
            return new RunFolder(fs, root, datasetRoot(fs, root), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The run's own folder, or, for a model in a folder below the one that has its dataset, that one. */
    private static Path datasetRoot(FileSystem fs, Path root) throws IOException {
        Path above = root.getParent();
        boolean shared = above != null
                && (fs.exists(new Path(root, SHARES_DATASET))
                        || fs.exists(new Path(root, StageName.TRAIN.folder()))
                                && !fs.exists(new Path(root, StageName.INGEST.folder()))
                                && fs.exists(new Path(above, StageName.INGEST.folder())));
        return shared ? above : root;
    }

    /** A run in a folder below this one, with a model of its own for this one's dataset. */
    public RunFolder below(String name) {
        return new RunFolder(fs, new Path(root, name), datasetRoot, null);
    }

    /** The same run as its holder uses it. */
    RunFolder heldBy(RunLocks holder) {
        return new RunFolder(fs, root, datasetRoot, holder);
    }

    /** Where the folder of its dataset is: {@link #root()}, unless it shares that of another run. */
    Path datasetRoot() {
        return datasetRoot;
    }

    /** Leaves a mark by which other commands know of the dataset's lock while there is no model yet. */
    void noteSharedDataset() throws IOException {
        Path mark = new Path(root, SHARES_DATASET);
        if (!datasetRoot.equals(root) && !fs.exists(mark)) {
            fs.create(mark, true).close();
        }
    }

    /**
     * Checks that this process still has the run's lock.
     *
     * @throws StageOutputException if it was lost
     */
    public void requireHeld() throws IOException {
        if (locks == null) {
            throw new IllegalStateException(root + " is not held");
        }
        locks.requireHeld(datasetRoot);
        locks.requireHeld(root);
    }

    /**
     * Checks that a stage's output is this run's to replace.
     *
     * @throws StageOutputException if it is the dataset of the run above
     */
    void requireOwn(StageName stage) {
        if (!rootOf(stage).equals(root)) {
            throw new StageOutputException(root + " shares the dataset of " + datasetRoot
                    + ", which other runs use too and which does not fit these inputs and settings: run 'sparkae "
                    + stage.command() + "' with --run-dir " + datasetRoot + ", or give another --run-dir");
        }
    }

    /** Where this run's folders are. */
    public Path root() {
        return root;
    }

    /** The file system of {@link #root()}. */
    public FileSystem fs() {
        return fs;
    }

    /** A stage's place in this run. */
    public StageFolder stage(StageName stage) {
        Path parent = rootOf(stage);
        return locks == null ? new StageFolder(fs, parent, stage) : locks.stage(this, parent, stage);
    }

    /**
     * The manifest of an earlier stage whose output is about to be read.
     *
     * @param settings that the stage would be run with now
     * @throws StageOutputException if the output is missing, incomplete or was made with other settings
     */
    public Manifest require(StageName stage, Map<String, Object> settings) throws IOException {
        StageFolder folder = stage(stage);
        Optional<Manifest> manifest = folder.committed();
        if (manifest.isEmpty()) {
            throw missing(stage);
        }
        String differences = SettingsDifference.describe(manifest.get().settings(), settings);
        if (!differences.isEmpty()) {
            throw new StageOutputException(folder.path() + " was made with other settings (" + differences
                    + "): give the same ones, or run 'sparkae " + stage.command() + "' again");
        }
        return manifest.get();
    }

    /**
     * The manifest of a stage whose output is whole and was made from what earlier stages' folders hold now, and so
     * theirs; empty if it is missing, damaged or out of date.
     */
    public Optional<Manifest> upToDate(StageName stage) throws IOException {
        Optional<Manifest> manifest;
        try {
            manifest = stage(stage).committed();
        } catch (StageOutputException damaged) {
            return Optional.empty();
        }
        for (StageName earlier : StageName.values()) {
            String path = manifestPath(earlier);
            for (InputFile input : manifest.map(Manifest::inputs).orElse(List.of())) {
                if (input.path().equals(path)
                        && (!isSame(input, earlier) || upToDate(earlier).isEmpty())) {
                    return Optional.empty();
                }
            }
        }
        return manifest;
    }

    private boolean isSame(InputFile read, StageName earlier) throws IOException {
        try {
            return stage(earlier).description().filter(read::equals).isPresent();
        } catch (StageOutputException damaged) {
            return false;
        }
    }

    private Path rootOf(StageName stage) {
        return stage == StageName.INGEST ? datasetRoot : root;
    }

    private static String manifestPath(StageName stage) {
        return stage.folder() + "/" + Manifest.FILE;
    }

    /**
     * An earlier stage's manifest, described as an input: its content decides what is made from it.
     *
     * @throws StageOutputException if there is none, or what it describes is incomplete
     */
    public InputFile manifestOf(StageName stage) throws IOException {
        return stage(stage).description().orElseThrow(() -> missing(stage));
    }

    private StageOutputException missing(StageName stage) {
        return new StageOutputException("no output of stage " + stage.command() + " in "
                + stage(stage).path() + ": run 'sparkae " + stage.command() + "' with this --run-dir first");
    }
}
