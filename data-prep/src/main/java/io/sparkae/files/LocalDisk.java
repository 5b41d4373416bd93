package io.sparkae.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.viewfs.ViewFileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces what was written to the disk, where a file system is this machine's: without that, files whose rename survives a
 * loss of power may be empty.
 */
public class LocalDisk {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDisk.class);
    private static final boolean FORCES_FOLDERS = !System.getProperty("os.name").startsWith("Windows");

    /** Where a path of a file system is on this machine, its folder being there; empty if it is elsewhere. */
    public static Optional<Path> path(FileSystem fs, org.apache.hadoop.fs.Path path) throws IOException {
        if (fs instanceof RawLocalFileSystem local) {
            return Optional.of(local.pathToFile(path).toPath());
        }
        if (fs instanceof LocalFileSystem local) {
            return Optional.of(local.pathToFile(path).toPath());
        }
        if (fs instanceof ViewFileSystem && fs.exists(path)) {
            org.apache.hadoop.fs.Path shown = fs.resolvePath(path);
            return "file".equals(shown.toUri().getScheme())
                    ? Optional.of(Path.of(shown.toUri().getPath()))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /** Forces all files and folders below a folder, and that one. */
    public final void forceAll(FileSystem fs, org.apache.hadoop.fs.Path folder) throws IOException {
        Optional<Path> local = path(fs, folder);
        if (local.isEmpty()) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walked = Files.walk(local.get())) {
            all = walked.toList();
        }
        try { // a disk takes several requests at once
            all.parallelStream().filter(Files::isRegularFile).forEach(this::forceUnchecked);
            all.stream().filter(Files::isDirectory).forEach(this::forceUnchecked);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Forces one file, or the names in one folder. */
    public final void force(FileSystem fs, org.apache.hadoop.fs.Path path) throws IOException {
        Optional<Path> local = path == null ? Optional.empty() : path(fs, path); // the root has no parent
        if (local.isPresent()) {
            force(local.get());
        }
    }

    /** Forces what a stream has taken, where the file system offers that, as HDFS does; object stores need nothing. */
    public void force(FSDataOutputStream out) throws IOException {
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
            out.hsync();
        }
    }

    /** Forces one file, or a folder as far as the system lets us: it may not be ours to open, or know no such thing. */
    public void force(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        if (folder && !FORCES_FOLDERS) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            if (!folder) {
                throw e;
            }
            LOG.debug("{} cannot be forced to the disk", path, e);
        }
    }

    private void forceUnchecked(Path path) {
        try {
            force(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
