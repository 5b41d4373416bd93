package io.sparkae.dataset;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Finds file systems. */
public final class FileSystems {
    private FileSystems() {}

    /**
     * The file system of a path that is ours to write to; of this machine, the one that leaves no hidden {@code .crc}
     * file beside each of ours.
     */
    public static FileSystem of(Path path, Configuration conf) throws IOException {
        FileSystem fs = path.getFileSystem(conf);
        return fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs;
    }
}
