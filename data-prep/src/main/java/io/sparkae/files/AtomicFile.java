package io.sparkae.files;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Writes files atomically: a reader sees the whole file or none, after a power loss too. */
public final class AtomicFile {
    private static final LocalDisk DISK = new LocalDisk();

    private AtomicFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        /** @param out must be left open */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the file, replacing one that is there. */
    public static void write(FileSystem fs, Path file, Content content) throws IOException {
        Path part = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        try {
            writeNew(fs, part, content);
            DISK.force(fs, part); // local streams have no hsync
            if (!(fs instanceof RawLocalFileSystem)) {
                // Only POSIX rename replaces a file; elsewhere a reader may find no file for a moment, never a partial
                // one.
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

    /** Writes a new file directly, in a folder that is committed as a whole later. */
    public static void writeNew(FileSystem fs, Path file, Content content) throws IOException {
        writeNew(fs, file, content, DISK);
    }

    /** As {@link #writeNew(FileSystem, Path, Content)}, forcing to the given disk. */
    public static void writeNew(FileSystem fs, Path file, Content content, LocalDisk disk) throws IOException {
        try (FSDataOutputStream out = fs.create(file, false)) {
            content.writeTo(out);
            disk.force(out);
        }
    }
}
