package io.sparkae.files;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Writes files so that a reader, and whoever comes after a loss of power, sees the whole file or none. */
public final class AtomicFile {
    private static final LocalDisk DISK = new LocalDisk();

    private AtomicFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        /** @param out to be left open */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the file, replacing one that is there. */
    public static void write(FileSystem fs, Path file, Content content) throws IOException {
        Path part = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        try {
            writeNew(fs, part, content);
            DISK.force(fs, part); // where the stream could not
            if (!(fs instanceof RawLocalFileSystem)) {
                // Only POSIX renames over a file; elsewhere a reader in between finds none, never half of one.
                fs.delete(file, false);
            }
            if (!fs.rename(part, file)) {
                throw new IOException("could not rename " + part + " to " + file);
            }
            DISK.force(fs, file.getParent());
        } finally {
            fs.delete(part, false);
        }
    }

    /** Writes a file that is not there yet in a folder that becomes visible as a whole later. */
    public static void writeNew(FileSystem fs, Path file, Content content) throws IOException {
        writeNew(fs, file, content, DISK);
    }

    public static void writeNew(FileSystem fs, Path file, Content content, LocalDisk disk) throws IOException {
        try (FSDataOutputStream out = fs.create(file, false)) {
            content.writeTo(out);
            disk.force(out);
        }
    }
}
