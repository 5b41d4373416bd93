package io.sparkae.run;

import io.sparkae.files.FileSystems;
import io.sparkae.files.InputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a run, on any Hadoop file system, with a folder for each stage's output. It is read-only, without
 * recovery, unless {@link RunLocks} hold it.
 */
public final class RunFolder {
    /** Marks a folder that uses the dataset of its parent folder. */
    private static final String SHARES_DATASET = ".shares-dataset";

    private final FileSystem fs;
    private final Path root;
    private final Path datasetRoot;
    private final RunLocks locks;

    RunFolder(FileSystem fs, Path root) {
        this(fs, root, root, null);
    }

    /** @param locks that hold the run; null if it is read-only */
    private RunFolder(FileSystem fs, Path root, Path datasetRoot, RunLocks locks) {
        this.fs = fs;
        this.root = root;
        this.datasetRoot = datasetRoot;
        this.locks = locks;
    }

    /**
     * The run folder at a path or URI, which need not exist.
     *
     * @throws SettingsException if there is no such file system
     * @throws UncheckedIOException if the file system fails
     */
    public static RunFolder at(String uri, Configuration conf) {
        try {
            Path path = path(uri, conf);
            FileSystem fs = fileSystem(path, conf);
            Path root = fs.makeQualified(path);
            return new RunFolder(fs, root, datasetRoot(fs, root), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(String text, Configuration conf) {
        String wrong = "--run-dir: expected a path or URI, found " + text;
        int colon = text.indexOf(':');
        if (colon > 0 && !text.startsWith("/", colon + 1) && isScheme(text.substring(0, colon), conf)) {
            throw new SettingsException(List.of(wrong + ": a URI's path begins with a slash"));
        }
        try {
            Path path = FileSystems.path(text);
            String scheme = path.toUri().getScheme();
            if (scheme != null && !isScheme(scheme, conf)) {
                throw new SettingsException(List.of(wrong + ": no file system is known by " + scheme
                        + "; for s3a and the like put hadoop-aws and its settings on the class path"));
            }
            return path;
        } catch (IllegalArgumentException e) {
            throw new SettingsException(List.of(wrong + " (" + e.getMessage() + ")"));
        }
    }

    private static FileSystem fileSystem(Path path, Configuration conf) {
        try {
            return FileSystems.of(path, conf);
        } catch (IOException | IllegalArgumentException e) { // such as an unknown host
            throw new SettingsException(
                    List.of("--run-dir " + path + ": its file system cannot be used (" + e.getMessage() + ")"));
        }
    }

    private static boolean isScheme(String name, Configuration conf) {
        try {
            return FileSystem.getFileSystemClass(name, conf) != null;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** The folder that has the dataset: the run's own, or its parent for a model of a sweep. */
    private static Path datasetRoot(FileSystem fs, Path root) throws IOException {
        Path above = root.getParent();
        boolean shared = above != null
                && (fs.exists(new Path(root, SHARES_DATASET)) && hasDataset(fs, above)
                        || fs.exists(new Path(root, StageName.TRAIN.folder()))
                                && !fs.exists(new Path(root, StageName.INGEST.folder()))
                                && fs.exists(new Path(above, StageName.INGEST.folder())));
        return shared ? above : root;
    }

    /** Whether a folder has a dataset or one in progress; the parent of a model copied out of its sweep has none. */
    private static boolean hasDataset(FileSystem fs, Path folder) throws IOException {
        String name = StageName.INGEST.folder();
        return Arrays.stream(fs.listStatus(folder))
                .map(child -> child.getPath().getName())
                .anyMatch(child -> child.equals(name)
                        || child.startsWith(".attempt-" + name)
                        || child.startsWith(".replaced-" + name));
    }

    /** A run in a subfolder, with its own model and this run's dataset. */
    public RunFolder below(String name) {
        return new RunFolder(fs, new Path(root, name), datasetRoot, null);
    }

    /** This run as held by some locks. */
    RunFolder heldBy(RunLocks holder) {
        return new RunFolder(fs, root, datasetRoot, holder);
    }

    /** The folder that has the dataset: {@link #root()}, unless the run shares another run's. */
    Path datasetRoot() {
        return datasetRoot;
    }

    /** Marks the folder as sharing the parent's dataset, so that other commands take the dataset's lock even before there is
     * a model. */
    void noteSharedDataset() throws IOException {
        Path mark = new Path(root, SHARES_DATASET);
        if (!datasetRoot.equals(root) && !fs.exists(mark)) {
            fs.create(mark, true).close();
        }
    }

    /**
     * Checks that this process still holds the run's lock.
     *
     * @throws StageOutputException if the lock was lost
     */
    public void requireHeld() throws IOException {
        if (locks == null) {
            throw new IllegalStateException(root + " is not held");
        }
        locks.requireHeld(datasetRoot);
        locks.requireHeld(root);
    }

    /**
     * Checks that a stage's output belongs to this run.
     *
     * @throws StageOutputException if it is the dataset of the parent run
     */
    void requireOwn(StageName stage) {
        if (!rootOf(stage).equals(root)) {
            throw new StageOutputException(root + " shares the dataset of " + datasetRoot
                    + ", which other runs use too and which does not fit these inputs and settings: run 'sparkae "
                    + stage.command() + "' with --run-dir " + datasetRoot + ", or give another --run-dir");
        }
    }

    /** The run's folder. */
    public Path root() {
        return root;
    }

    /** The file system of {@link #root()}. */
    public FileSystem fs() {
        return fs;
    }

    /** A stage's output folder. */
    public StageFolder stage(StageName stage) {
        Path parent = rootOf(stage);
        return locks == null ? new StageFolder(fs, parent, stage) : locks.stage(this, parent, stage);
    }

    /**
     * Checks that the folders which some stages will write are sparkae's.
     *
     * @throws StageOutputException naming one that is a user's
     */
    public void requireOurs(List<StageName> stages) throws IOException {
        for (StageName stage : stages) {
            stage(stage).requireOurs();
        }
    }

    /**
     * Checks that a file which will be overwritten is sparkae's: the folder has a stage's output, or the file contains a
     * mark.
     *
     * @param name of the file
     * @param mark text in every such file of sparkae's
     * @throws StageOutputException if the file is a user's
     */
    public void requireOurs(String name, String mark) throws IOException {
        Path file = new Path(root, name);
        if (!fs.exists(file)) {
            return;
        }
        for (StageName stage : StageName.values()) {
            if (fs.exists(new Path(rootOf(stage), manifestPath(stage)))) {
                return;
            }
        }
        byte[] start = new byte[0];
        if (!fs.getFileStatus(file).isDirectory()) {
            try (InputStream in = fs.open(file)) {
                start = in.readNBytes(1 << 20);
            }
        }
        if (!new String(start, StandardCharsets.UTF_8).contains(mark)) {
            throw new StageOutputException(
                    file + " is not one of sparkae's and is not replaced: give another --run-dir, or move it away");
        }
    }

    /**
     * Checks that no input lies in a folder which this run replaces.
     *
     * @param settings that name the inputs
     * @param paths of the input files
     * @throws SettingsException naming the first that does
     */
    public void requireOutside(String settings, List<Path> paths, Configuration conf) throws IOException {
        OutputFolders ours = new OutputFolders(fs, List.of(root, datasetRoot));
        for (Path path : paths) {
            Optional<Path> within = ours.around(path, conf);
            if (within.isPresent()) {
                throw new SettingsException(List.of(settings + ": expected inputs outside the folders that the run"
                        + " writes, found " + path + " in " + within.get() + ": move it away, or give another"
                        + " --run-dir"));
            }
        }
    }

    /**
     * Checks that a result which is written elsewhere does not replace something of this run.
     *
     * @param option that names the path of the result
     * @throws SettingsException if it lies in the folder of a stage
     */
    public void requireOutsideStages(String option, Path path, Configuration conf) throws IOException {
        Optional<Path> within = new OutputFolders(fs, List.of(root, datasetRoot)).around(path, conf);
        if (within.isPresent()) {
            throw new SettingsException(
                    List.of(option + ": expected a path outside the folders of the run's stages, found " + path + " in "
                            + within.get()));
        }
    }

    /**
     * The manifest of an earlier stage whose output will be read.
     *
     * @param settings in force for that stage
     * @throws StageOutputException if the output is missing, incomplete, or made with other settings or from other source
     *     code
     */
    public Manifest require(StageName stage, Map<String, Object> settings) throws IOException {
        StageFolder folder = stage(stage);
        Optional<Manifest> manifest = folder.committed();
        if (manifest.isEmpty()) {
            throw missing(stage);
        }
        String differences = manifest.get().differences(settings);
        if (!differences.isEmpty()) {
            throw new StageOutputException(folder.path() + " was made with other settings (" + differences
                    + "): give the same ones, or run 'sparkae " + stage.command() + "' again");
        }
        Versions.difference(stage, manifest.get().versions()).ifPresent(builds -> {
            throw new StageOutputException(folder.path() + " was made by another build of sparkae (" + builds
                    + "): run 'sparkae " + stage.command() + "' again");
        });
        return manifest.get();
    }

    /**
     * The manifest of a stage whose output is complete and was made from the current outputs of earlier stages, which are
     * up to date themselves; empty if it is missing, damaged or out of date.
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
     * An earlier stage's manifest as an input of a later stage.
     *
     * @throws StageOutputException if the output is missing or incomplete
     */
    public InputFile manifestOf(StageName stage) throws IOException {
        return stage(stage).description().orElseThrow(() -> missing(stage));
    }

    private StageOutputException missing(StageName stage) {
        return new StageOutputException("no output of stage " + stage.command() + " in "
                + stage(stage).path() + ": run 'sparkae " + stage.command() + "' with this --run-dir first");
    }
}
