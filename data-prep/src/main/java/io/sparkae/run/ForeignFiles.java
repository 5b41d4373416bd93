package io.sparkae.run;

import io.sparkae.files.StageOutputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds files in a stage's folder that the stage did not write. They belong to a user: the stage refuses to replace a
 * folder that holds one.
 */
final class ForeignFiles {
    private static final int DEEPEST = 32;
    private static final Set<String> DESKTOP = Set.of(".DS_Store", "Thumbs.db", "desktop.ini");

    private final FileSystem fs;
    private final StageName stage;

    ForeignFiles(FileSystem fs, StageName stage) {
        this.fs = fs;
        this.stage = stage;
    }

    /**
     * Refuses a non-empty folder without a manifest, or a file in place of the folder.
     *
     * @throws StageOutputException that says what to do
     */
    void refuseWithoutManifest(Path folder) throws IOException {
        FileStatus status = status(folder);
        if (status == null) {
            return;
        }
        if (!status.isDirectory()) {
            throw new StageOutputException(folder + " is a file, expected the folder of stage " + stage.command()
                    + "'s output: give another --run-dir, or move it away");
        }
        FileStatus[] found = fs.listStatus(folder);
        if (found.length > 0 && status(new Path(folder, Manifest.FILE)) == null) {
            throw new StageOutputException(
                    folder + " holds " + found[0].getPath().getName() + " but no " + Manifest.FILE
                            + ", so it is no output of sparkae's and is not replaced: give another --run-dir, or move it away");
        }
    }

    /**
     * Refuses a folder with files that its manifest does not list. If the manifest cannot be read, files with the names
     * of this stage's outputs count as listed.
     *
     * @param rest folders with the rest of a partly moved output, and perhaps its manifest
     * @throws StageOutputException that names the file
     */
    void refuse(Path folder, Path... rest) throws IOException {
        for (Path other : rest) {
            if (status(folder) != null && status(new Path(other, Manifest.FILE)) != null) {
                refuse(folder, "", listed(new Path(other, Manifest.FILE)), 0);
                return;
            }
        }
        refuseWithoutManifest(folder);
        Path manifest = new Path(folder, Manifest.FILE);
        if (status(manifest) != null) {
            refuse(folder, "", listed(manifest), 0);
        }
    }

    private void refuse(Path folder, String prefix, Predicate<String> ours, int depth) throws IOException {
        for (FileStatus each : fs.listStatus(folder)) {
            String path = prefix + each.getPath().getName();
            if (each.isDirectory() && depth < DEEPEST) {
                refuse(each.getPath(), path + "/", ours, depth + 1);
            } else if (!ours.test(path) && !isLeftByFileSystem(each.getPath().getName())) {
                throw new StageOutputException(each.getPath() + " was not written by stage " + stage.command()
                        + ", whose output is to be replaced: move it away, or give another --run-dir");
            }
        }
    }

    private Predicate<String> listed(Path manifest) throws IOException {
        Set<String> paths = new HashSet<>(Set.of(Manifest.FILE));
        try {
            Manifest.read(fs, manifest).files().forEach(file -> paths.add(file.path()));
            return paths::contains;
        } catch (StageOutputException damaged) {
            return path -> path.equals(Manifest.FILE) || stage.writes(path);
        }
    }

    /** Checksum files, leftovers of open files on file servers, and desktops' metadata. */
    private static boolean isLeftByFileSystem(String name) {
        return name.startsWith(".") && name.endsWith(".crc")
                || name.startsWith(".nfs")
                || name.startsWith(".fuse_hidden")
                || name.startsWith("._")
                || DESKTOP.contains(name);
    }

    private FileStatus status(Path path) throws IOException {
        try {
            return fs.getFileStatus(path);
        } catch (FileNotFoundException absent) {
            return null;
        }
    }
}
