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

/** Paths and their Hadoop file systems. */
public final class FileSystems {
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*", Pattern.DOTALL);

    private FileSystems() {}

    /**
     * The path that a user's text names: a URI if it begins with a scheme and a slash, otherwise a path taken literally,
     * with any characters.
     *
     * @throws IllegalArgumentException if it is empty or a malformed URI
     */
    public static Path path(String text) {
        return URI.matcher(text).matches() ? new Path(text) : new Path(null, null, text);
    }

    /**
     * The file system of a path that sparkae writes to: for local paths the raw one, which writes no hidden {@code .crc}
     * files.
     */
    public static FileSystem of(Path path, Configuration conf) throws IOException {
        FileSystem fs = path.getFileSystem(conf);
        return fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs;
    }

    /**
     * All files below a folder, in no order. Hadoop's {@code listFiles} is not used: without Hadoop's native library it
     * starts a process for each local file to find its owner.
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
