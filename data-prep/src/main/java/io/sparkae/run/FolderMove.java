package io.sparkae.run;

import io.sparkae.files.FileSystems;
import io.sparkae.files.StageOutputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Moves a folder, and resumes an interrupted move: on an object store a move is not atomic. */
final class FolderMove {
    private static final int BUFFER = 1 << 16;

    private final FileSystem fs;

    FolderMove(FileSystem fs) {
        this.fs = fs;
    }

    /**
     * Moves a folder to a path that does not exist.
     *
     * @throws StageOutputException if the path exists or appears at the same moment: another process created it, and it
     *     is kept
     */
    void move(Path from, Path to) throws IOException {
        if (fs.exists(to)) {
            throw taken(to, null);
        }
        try {
            if (!fs.rename(from, to)) {
                throw new IOException("could not rename " + from + " to " + to);
            }
        } catch (IOException e) {
            if (!fs.exists(from)) {
                throw taken(to, e);
            }
            throw e;
        }
        Path nested = new Path(to, from.getName()); // Hadoop moves a folder into an existing one
        if (fs.exists(nested)) {
            fs.rename(nested, from);
            throw taken(to, null);
        }
    }

    /** Moves the files still in a folder to the folder that has the others. */
    void finish(Path from, Path to) throws IOException {
        for (FileStatus file : FileSystems.filesBelow(fs, from)) {
            Path target = new Path(to, relative(from, file.getPath()));
            if (isCopy(file, target)) {
                continue; // copied but not deleted yet; deleted with the folder
            }
            fs.delete(target, false);
            fs.mkdirs(target.getParent());
            if (!fs.rename(file.getPath(), target)) {
                throw new IOException("could not rename " + file.getPath() + " to " + target);
            }
        }
        fs.delete(from, true);
    }

    private static StageOutputException taken(Path to, IOException cause) {
        return new StageOutputException(
                "another process has written to " + to + " at the same time: nothing was committed; give the command"
                        + " again once no other run uses the folder",
                cause);
    }

    private String relative(Path folder, Path file) {
        int prefix = fs.makeQualified(folder).toUri().getPath().length() + 1;
        return file.toUri().getPath().substring(prefix);
    }

    /** Whether two files have the same content; a file of the same length may be of another output. */
    private boolean isCopy(FileStatus file, Path copy) throws IOException {
        try {
            if (fs.getFileStatus(copy).getLen() != file.getLen()) {
                return false;
            }
        } catch (FileNotFoundException absent) {
            return false;
        }
        byte[] expected = new byte[BUFFER];
        byte[] found = new byte[BUFFER];
        try (InputStream first = fs.open(file.getPath());
                InputStream second = fs.open(copy)) {
            int read;
            do {
                read = first.readNBytes(expected, 0, BUFFER);
                if (second.readNBytes(found, 0, BUFFER) != read || !Arrays.equals(expected, 0, read, found, 0, read)) {
                    return false;
                }
            } while (read == BUFFER);
        }
        return true;
    }
}
