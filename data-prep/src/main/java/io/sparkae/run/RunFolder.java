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
        } catch (IOException | IllegalArgumentException e) { // such as a host that is not known
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

    /** The run's own folder, or, for a model in a folder below the one that has its dataset, that one. */
    private static Path datasetRoot(FileSystem fs, Path root) throws IOException {
        Path above = root.getParent();
        boolean shared = above != null
                && (fs.exists(new Path(root, SHARES_DATASET)) && hasDataset(fs, above)
                        || fs.exists(new Path(root, StageName.TRAIN.folder()))
                                && !fs.exists(new Path(root, StageName.INGEST.folder()))
                                && fs.exists(new Path(above, StageName.INGEST.folder())));
        return shared ? above : root;
    }

    /** Whether a dataset is there or is being made; a folder that was copied out of a sweep has none above it. */
    private static boolean hasDataset(FileSystem fs, Path folder) throws IOException {
        String name = StageName.INGEST.folder();
        return Arrays.stream(fs.listStatus(folder))
                .map(child -> child.getPath().getName())
                .anyMatch(child -> child.equals(name)
                        || child.startsWith(".attempt-" + name)
                        || child.startsWith(".replaced-" + name));
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
     * Refuses to go on if a folder that some stages will write is a user's.
     *
     * @throws StageOutputException that names it
     */
    public void requireOurs(List<StageName> stages) throws IOException {
        for (StageName stage : stages) {
            stage(stage).requireOurs();
        }
    }

    /**
     * Refuses to go on if a file in this folder would be written over that is a user's: the folder has no stage's output,
     * and the file does not look like one of ours.
     *
     * @param name of the file
     * @param mark that ours has in it
     * @throws StageOutputException if it is
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
     * Refuses inputs that lie in a folder which this run replaces.
     *
     * @param settings that name them
     * @param paths of the files, as found
     * @throws SettingsException that names the first
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
     * The manifest of an earlier stage whose output is about to be read.
     *
     * @param settings that the stage would be run with now
     * @throws StageOutputException if the output is missing, incomplete or was made with other settings, or by a build
     *     that may have made it differently
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
