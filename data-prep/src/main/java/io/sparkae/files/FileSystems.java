package io.sparkae.files;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Finds file systems. */
public final class FileSystems {
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*", Pattern.DOTALL);

    private FileSystems() {}

    /**
     * The path that a user's text names: a URI if it begins with a scheme and a slash, or else a path as it stands, with
     * whatever characters.
     *
     * @throws IllegalArgumentException if it is empty or a URI that makes no sense
     */
    public static Path path(String text) {
        return URI.matcher(text).matches() ? new Path(text) : new Path(null, null, text);
    }

    /**
     * The file system of a path that is ours to write to; of this machine, the one that leaves no hidden {@code .crc}
     * file beside each of ours.
     */
    public static FileSystem of(Path path, Configuration conf) throws IOException {
        FileSystem fs = path.getFileSystem(conf);
        return fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs;
    }

    /**
     * All files below a folder, in no order. Not {@code listFiles}: on a local disk without Hadoop's native library that
     * starts a process for each file, to find its owner.
     */
    public static List<FileStatus> filesBelow(FileSystem fs, Path folder) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        Deque<Path> folders = new ArrayDeque<>(List.of(folder));
        while (!folders.isEmpty()) {
            for (FileStatus each : fs.listStatus(folders.pop())) {
                if (each.isDirectory()) {
                    folders.push(each.getPath());
                } else {
                    files.add(each);
                }
            }
        }
        return files;
    }
}
