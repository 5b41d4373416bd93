package io.sparkae.source;

import io.sparkae.dataset.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the files that a setting names: a file, a folder of files or a glob, on any Hadoop file system. */
final class InputFiles {
    private InputFiles() {}

    /**
     * The files in name order; those whose names begin with a dot or an underscore are left out, and files of labels,
     * which go with their images, unless the location is such a file's own name.
     *
     * @throws BadInputException if there is none
     */
    static List<FileBytes> find(String location, Configuration conf) throws IOException {
        Path path = path(location);
        FileSystem fs = fileSystem(path, location, conf);
        boolean named = fs.exists(path);
        FileStatus[] found = named ? new FileStatus[] {fs.getFileStatus(path)} : glob(fs, path, location);
        if (named && !found[0].isDirectory()) {
            return List.of(FileBytes.of(path, location, conf)); // called by the name that it was given
        }
        List<FileBytes> files = new ArrayList<>();
        for (FileStatus status : sorted(found)) {
            if (status.isDirectory() && (named || !isLeftOut(status))) {
                addFilesOf(status, fs, files, conf);
            } else if (!isLeftOut(status)) {
                files.add(describe(status, conf));
            }
        }
        if (files.isEmpty()) {
            throw new BadInputException(location
                    + (named
                            ? ": expected files in this folder, found none"
                            : ": expected a file, a folder or a glob of files, found nothing there"));
        }
        return files;
    }

    private static FileStatus[] glob(FileSystem fs, Path path, String location) throws IOException {
        try {
            return fs.globStatus(path);
        } catch (RuntimeException e) { // of the library that reads patterns
            throw new BadInputException(
                    location + ": expected a path, URI or glob ("
                            + e.getMessage().lines().findFirst().orElse("") + ")",
                    e);
        }
    }

    private static Path path(String location) {
        try {
            return new Path(location);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(location + ": expected a path, URI or glob (" + e.getMessage() + ")", e);
        }
    }

    private static FileSystem fileSystem(Path path, String location, Configuration conf) {
        try {
            return path.getFileSystem(conf);
        } catch (IOException | RuntimeException e) { // a host that is not known is an IllegalArgumentException
            throw new BadInputException(
                    location + ": its file system cannot be used (" + e.getMessage()
                            + "); for s3a and the like put hadoop-aws and its settings on the class path of driver and"
                            + " executors",
                    e);
        }
    }

    private static FileStatus[] sorted(FileStatus[] found) {
        FileStatus[] all = found == null ? new FileStatus[0] : found.clone();
        Arrays.sort(all);
        return all;
    }

    private static void addFilesOf(FileStatus folder, FileSystem fs, List<FileBytes> files, Configuration conf)
            throws IOException {
        for (FileStatus status : sorted(fs.listStatus(folder.getPath()))) {
            if (!status.isDirectory() && !isLeftOut(status)) {
                files.add(describe(status, conf));
            }
        }
    }

    private static boolean isLeftOut(FileStatus status) {
        String name = status.getPath().getName();
        return name.startsWith(".") || name.startsWith("_") || !status.isDirectory() && IdxNames.areLabels(name);
    }

    /** A file that was not named itself is called by its path, or its URI if it is not a local one. */
    private static FileBytes describe(FileStatus status, Configuration conf) throws IOException {
        Path path = status.getPath();
        String shown = path.toUri().getScheme().equals("file") ? path.toUri().getPath() : path.toString();
        return FileBytes.of(path, shown, conf);
    }
}
