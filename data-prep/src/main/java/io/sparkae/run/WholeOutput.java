package io.sparkae.run;

import io.sparkae.files.FileSystems;
import io.sparkae.files.InputFile;
import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Verifies that a stage's output is complete: every file in its manifest is present with its size and hash. */
final class WholeOutput {
    private final FileSystem fs;
    private final StageName stage;

    WholeOutput(FileSystem fs, StageName stage) {
        this.fs = fs;
        this.stage = stage;
    }

    /**
     * A complete output.
     *
     * @param manifest of the output
     * @param description of the manifest's file, as an input of later stages
     */
    record Verified(Manifest manifest, InputFile description) {}

    /**
     * Verifies a folder.
     *
     * @return empty if there is no folder
     * @throws StageOutputException if the output is incomplete
     */
    Optional<Verified> verify(Path folder) throws IOException {
        if (!fs.exists(folder)) {
            return Optional.empty();
        }
        Verified verified = read(folder);
        for (OutputFile output : verified.manifest().files()) {
            check(new Path(folder, output.path()), output, folder);
        }
        return Optional.of(verified);
    }

    /** Whether a folder exists and its output is complete. */
    boolean isWhole(Path folder) throws IOException {
        try {
            return verify(folder).isPresent();
        } catch (StageOutputException incomplete) {
            return false;
        }
    }

    /** Whether two folders together are one complete output, partly moved from the first to the second. */
    boolean isWhole(Path from, Path to) throws IOException {
        try {
            for (OutputFile output : manifest(from, to).files()) {
                Path moving = new Path(from, output.path()); // the original decides until it is deleted
                check(fs.exists(moving) ? moving : new Path(to, output.path()), output, from);
            }
            return true;
        } catch (StageOutputException incomplete) {
            return false;
        }
    }

    /**
     * The manifest of an output that is partly moved from one folder to another.
     *
     * @throws StageOutputException if neither folder has it
     */
    Manifest manifest(Path from, Path to) throws IOException {
        return read(fs.exists(new Path(from, Manifest.FILE)) ? from : to).manifest();
    }

    /**
     * Checks that a folder holds the output that was just moved to it.
     *
     * @param manifest of that output
     * @throws StageOutputException if another process has changed the folder
     */
    void requirePlaced(Path folder, InputFile manifest) throws IOException {
        Verified found = read(folder);
        if (!found.description().equals(manifest)) {
            throw incomplete(folder, "another process has written it at the same time");
        }
        Map<String, Long> sizes = sizes(folder);
        for (OutputFile output : found.manifest().files()) {
            if (!Long.valueOf(output.bytes()).equals(sizes.get(output.path()))) {
                throw incomplete(folder, output.path() + " is missing: another process has removed it");
            }
        }
    }

    /** Removes files of this stage that the output does not list, left by the interrupted move of another output. */
    void removeOthers(Path folder, Manifest manifest) throws IOException {
        Set<String> expected = manifest.files().stream().map(OutputFile::path).collect(Collectors.toSet());
        expected.add(Manifest.FILE);
        for (String name : sizes(folder).keySet()) {
            if (!expected.contains(name) && stage.writes(name)) {
                fs.delete(new Path(folder, name), false);
            }
        }
    }

    /** Sizes of all files below a folder, by their relative paths. */
    private Map<String, Long> sizes(Path folder) throws IOException {
        int prefix = fs.makeQualified(folder).toUri().getPath().length() + 1;
        Map<String, Long> sizes = new HashMap<>();
        for (FileStatus file : FileSystems.filesBelow(fs, folder)) {
            sizes.put(file.getPath().toUri().getPath().substring(prefix), file.getLen());
        }
        return sizes;
    }

    private Verified read(Path folder) throws IOException {
        String name = stage.folder() + "/" + Manifest.FILE;
        try {
            byte[] json = Manifest.bytes(fs, new Path(folder, Manifest.FILE));
            Manifest manifest = Manifest.parse(new String(json, StandardCharsets.UTF_8));
            return new Verified(manifest, new InputFile(name, json.length, InputFile.hashOf(json)));
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
