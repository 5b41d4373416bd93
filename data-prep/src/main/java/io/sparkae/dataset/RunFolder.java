package io.sparkae.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder of one run, local or on any Hadoop file system, with a folder for each stage's output. */
public final class RunFolder {
    private final FileSystem fs;
    private final Path root;
    private final Path datasetRoot;

    RunFolder(FileSystem fs, Path root) {
        this(fs, root, root);
    }

    private RunFolder(FileSystem fs, Path root, Path datasetRoot) {
        this.fs = fs;
        this.root = root;
        this.datasetRoot = datasetRoot;
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
            return new RunFolder(fs, root, datasetRoot(fs, root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The run's own folder, or, for a model in a folder below the one that has its dataset, that one. */
    private static Path datasetRoot(FileSystem fs, Path root) throws IOException {
        boolean borrowed = root.getParent() != null
                && fs.exists(new Path(root, StageName.TRAIN.folder()))
                && !fs.exists(new Path(root, StageName.INGEST.folder()))
                && fs.exists(new Path(root.getParent(), StageName.INGEST.folder()));
        return borrowed ? root.getParent() : root;
    }

    /** A run in a folder below this one, with a model of its own for this one's dataset. */
    public RunFolder below(String name) {
        return new RunFolder(fs, new Path(root, name), datasetRoot);
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
        return new StageFolder(fs, rootOf(stage), stage);
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
            throw new StageOutputException("no output of stage " + stage.command() + " in " + folder.path()
                    + ": run 'sparkae " + stage.command() + "' with this --run-dir first");
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
        return fs.exists(new Path(rootOf(earlier), manifestPath(earlier)))
                && manifestOf(earlier).equals(read);
    }

    private Path rootOf(StageName stage) {
        return stage == StageName.INGEST ? datasetRoot : root;
    }

    private static String manifestPath(StageName stage) {
        return stage.folder() + "/" + Manifest.FILE;
    }

    /** An earlier stage's manifest, described as an input: its content decides what is made from it. */
    public InputFile manifestOf(StageName stage) throws IOException {
        String name = manifestPath(stage);
        return InputFile.describe(fs, new Path(rootOf(stage), name), name);
    }
}
