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
 * Forces written files to the local disk (fsync): without it, a file whose rename survives a power loss may be empty.
 */
public class LocalDisk {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDisk.class);
    private static final boolean FORCES_FOLDERS = !System.getProperty("os.name").startsWith("Windows");

    /** The local path behind a Hadoop path; empty if it is not on this machine. For a view file system the path must exist. */
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

    /** Forces a folder with all files and folders below it. */
    public final void forceAll(FileSystem fs, org.apache.hadoop.fs.Path folder) throws IOException {
        Optional<Path> local = path(fs, folder);
        if (local.isEmpty()) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walked = Files.walk(local.get())) {
            all = walked.toList();
        }
        try { // disks serve several requests at once
            all.parallelStream().filter(Files::isRegularFile).forEach(this::forceUnchecked);
            all.stream().filter(Files::isDirectory).forEach(this::forceUnchecked);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Forces a file, or the entries of a folder; does nothing on other machines' file systems. */
    public final void force(FileSystem fs, org.apache.hadoop.fs.Path path) throws IOException {
        Optional<Path> local = path == null ? Optional.empty() : path(fs, path); // the root has no parent
        if (local.isPresent()) {
            force(local.get());
        }
    }

    /** Forces what was written to a stream where the file system supports {@code hsync}, as HDFS does. */
    public void force(FSDataOutputStream out) throws IOException {
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
            out.hsync();
        }
    }

    /** Forces a local file, or a folder if the operating system permits. */
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
