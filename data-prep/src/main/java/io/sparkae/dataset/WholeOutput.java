package io.sparkae.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Tells whether a stage's output is whole: every file that its manifest lists is there as the manifest says. */
final class WholeOutput {
    private final FileSystem fs;
    private final StageName stage;

    WholeOutput(FileSystem fs, StageName stage) {
        this.fs = fs;
        this.stage = stage;
    }

    /**
     * The manifest of a folder, once all files it lists are there.
     *
     * @return empty if there is no folder
     * @throws StageOutputException if the output is incomplete
     */
    Optional<Manifest> manifest(Path folder) throws IOException {
        if (!fs.exists(folder)) {
            return Optional.empty();
        }
        Manifest manifest = read(folder);
        for (OutputFile output : manifest.files()) {
            check(new Path(folder, output.path()), output, folder);
        }
        return Optional.of(manifest);
    }

    /** Whether there is a folder and its output is whole. */
    boolean isWhole(Path folder) throws IOException {
        try {
            return manifest(folder).isPresent();
        } catch (StageOutputException incomplete) {
            return false;
        }
    }

    /** Whether two folders are one whole output that is on its way from the first to the second. */
    boolean isWhole(Path from, Path to) throws IOException {
        try {
            Path manifestIn = fs.exists(new Path(from, Manifest.FILE)) ? from : to;
            for (OutputFile output : read(manifestIn).files()) {
                Path moved = new Path(to, output.path());
                boolean there = fs.exists(moved) && fs.getFileStatus(moved).getLen() == output.bytes();
                check(there ? moved : new Path(from, output.path()), output, from);
            }
            return true;
        } catch (StageOutputException incomplete) {
            return false;
        }
    }

    private Manifest read(Path folder) throws IOException {
        try {
            return Manifest.read(fs, new Path(folder, Manifest.FILE));
        } catch (FileNotFoundException absent) {
            throw new StageOutputException(folder + " is no output of stage " + stage.command() + " (it has no "
                    + Manifest.FILE + "): move it away and run 'sparkae " + stage.command()
                    + "' with this --run-dir, or give another one");
        } catch (StageOutputException damaged) {
            throw incomplete(folder, damaged.getMessage());
        }
    }

    private void check(Path file, OutputFile output, Path folder) throws IOException {
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
        return new StageOutputException(
                "the output of stage " + stage.command() + " in " + folder + " is incomplete or damaged (" + why
                        + "): run 'sparkae " + stage.command() + "' with this --run-dir, which makes it again");
    }
}
