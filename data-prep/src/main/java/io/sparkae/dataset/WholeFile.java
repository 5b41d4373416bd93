package io.sparkae.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes files so that a reader sees the whole file or none. */
public final class WholeFile {
    private WholeFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        /** @param out closed by the caller */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the file, replacing one that is there. */
    public static void write(FileSystem fs, Path file, Content content) throws IOException {
        Path part = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        try {
            try (OutputStream out = fs.create(part, false)) {
                content.writeTo(out);
            }
            // FileSystem.rename does not replace; a reader in between finds no file, never half of one.
            fs.delete(file, false);
            if (!fs.rename(part, file)) {
                throw new IOException("could not rename " + part + " to " + file);
            }
        } finally {
            fs.delete(part, false);
        }
    }
}
