package io.sparkae.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes small files so that a reader sees the whole file or none. */
final class WholeFile {
    private WholeFile() {}

    static void write(FileSystem fs, Path file, byte[] content) throws IOException {
        Path part = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        try {
            try (OutputStream out = fs.create(part, false)) {
                out.write(content);
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
