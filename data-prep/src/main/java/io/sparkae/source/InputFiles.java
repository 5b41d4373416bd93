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
     * which go with their images.
     *
     * @throws BadInputException if there is none
     */
    static List<FileBytes> find(String location, Configuration conf) throws IOException {
        Path path = path(location);
        FileSystem fs = fileSystem(path, location, conf);
        FileStatus[] found = fs.globStatus(path);
        if (found == null || found.length == 0) {
            throw new BadInputException(
                    location + ": expected a file, a folder or a glob of files, found nothing there");
        }
        List<FileBytes> files = new ArrayList<>();
        Arrays.sort(found);
        for (FileStatus status : found) {
            if (!status.isDirectory()) {
                files.add(describe(status, location, found.length == 1, conf));
                continue;
            }
            FileStatus[] inside = fs.listStatus(status.getPath());
            Arrays.sort(inside);
            for (FileStatus file : inside) {
                String name = file.getPath().getName();
                if (!file.isDirectory()
                        && !name.startsWith(".")
                        && !name.startsWith("_")
                        && !IdxNames.areLabels(name)) {
                    files.add(describe(file, location, false, conf));
                }
            }
        }
        if (files.isEmpty()) {
            throw new BadInputException(location + ": expected files in this folder, found none");
        }
        return files;
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

    /** A file that was named is called by that name, others by their path below what was named. */
    private static FileBytes describe(FileStatus status, String location, boolean named, Configuration conf)
            throws IOException {
        Path path = status.getPath();
        String shown = path.toUri().getScheme().equals("file") ? path.toUri().getPath() : path.toString();
        return FileBytes.of(path, named ? location : shown, conf);
    }
}
