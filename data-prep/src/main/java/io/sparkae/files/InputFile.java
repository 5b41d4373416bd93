package io.sparkae.files;

import io.sparkae.settings.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An input of a stage: a user's file or an earlier stage's manifest.
 *
 * @param path as configured, without user name and password, or relative to the run folder
 * @param bytes its size
 * @param sha256 of its content, in lower-case hexadecimal
 */
public record InputFile(String path, long bytes, String sha256) implements Serializable {

    /** @throws IllegalArgumentException if a component is missing or negative */
    public InputFile {
        if (path == null || sha256 == null || bytes < 0) {
            throw new IllegalArgumentException(
                    "inputs: expected path, size and SHA-256, found " + path + ", " + bytes + ", " + sha256);
        }
        path = Secrets.withoutUserInfo(path);
    }

    /** Hashes a file, which reads it once.
     *
     * @param name of the file in the manifest */
    public static InputFile describe(FileSystem fs, Path file, String name) throws IOException {
        MessageDigest digest = newDigest();
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = fs.open(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
        }
        return new InputFile(name, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Whether a file has the content that {@code content} writes. */
    public static boolean isContent(FileSystem fs, Path file, AtomicFile.Content content) throws IOException {
        DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), newDigest());
        content.writeTo(digest);
        return HexFormat.of()
                .formatHex(digest.getMessageDigest().digest())
                .equals(describe(fs, file, "").sha256());
    }

    /** Whether a local file exists and has this size and hash. */
    public boolean isContentOf(java.nio.file.Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) != bytes) {
            return false;
        }
        try (DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), newDigest())) {
            Files.copy(file, digest);
            return HexFormat.of().formatHex(digest.getMessageDigest().digest()).equals(sha256);
        }
    }

    /** The SHA-256 of some bytes, in lower-case hexadecimal. */
    public static String hashOf(byte[] content) {
        return HexFormat.of().formatHex(newDigest().digest(content));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
