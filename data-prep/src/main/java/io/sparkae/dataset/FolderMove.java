package io.sparkae.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Moves a folder, and goes on with a move that was cut short: on an object store it is no single step. */
final class FolderMove {
    private final FileSystem fs;

    FolderMove(FileSystem fs) {
        this.fs = fs;
    }

    /** Moves a folder to where nothing is. */
    void move(Path from, Path to) throws IOException {
        if (!fs.rename(from, to)) {
            throw new IOException("could not rename " + from + " to " + to);
        }
    }

    /** Moves what is still in a folder to where the rest of it is already. */
    void finish(Path from, Path to) throws IOException {
        for (FileStatus file : files(from)) {
            Path target = new Path(to, relative(from, file.getPath()));
            if (hasLength(target, file.getLen())) {
                continue; // copied, not deleted yet
            }
            fs.delete(target, false);
            fs.mkdirs(target.getParent());
            move(file.getPath(), target);
        }
        fs.delete(from, true);
    }

    private List<FileStatus> files(Path folder) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> all = fs.listFiles(folder, true);
        while (all.hasNext()) {
            files.add(all.next());
        }
        return files;
    }

    private String relative(Path folder, Path file) {
        int prefix = fs.makeQualified(folder).toUri().getPath().length() + 1;
        return file.toUri().getPath().substring(prefix);
    }

    private boolean hasLength(Path file, long length) throws IOException {
        try {
            return fs.getFileStatus(file).getLen() == length;
        } catch (FileNotFoundException absent) {
            return false;
        }
    }
}
