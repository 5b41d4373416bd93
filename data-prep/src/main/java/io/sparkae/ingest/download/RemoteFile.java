package io.sparkae.ingest.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file as it must be, whoever serves it.
 *
 * @param name below a mirror's base URL, and on disk
 * @param bytes its size
 * @param sha256 of its content, in lower-case hexadecimal
 */
public record RemoteFile(String name, long bytes, String sha256) {

    /** Whether this file, and no other content, is at {@code path}. */
    public boolean isAt(Path path) throws IOException {
        return Files.exists(path)
                && Files.size(path) == bytes
                && Sha256.of(path).equals(sha256);
    }
}
