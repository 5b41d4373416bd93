package io.sparkae.ingest.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkae.files.BadInputException;
import io.sparkae.files.InputFile;
import java.io.IOException;
import java.net.Authenticator;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A file of random bytes and downloads of it into a folder; listens to them too. */
final class Downloads implements Downloader.Listener {
    /** Long enough that a busy machine does not run into it. */
    static final Duration PATIENT = Duration.ofSeconds(30);

    static final String NAME = "images.gz";

    final byte[] content = random(42, 300_000);
    final InputFile file = new InputFile(NAME, content.length, sha256(content));
    final Path target;
    final Path part;
    final List<String> events = new ArrayList<>();
    private final Path folder;
    private long most;
    private volatile long reached;

    Downloads(Path folder) {
        this.folder = folder;
        this.target = folder.resolve(NAME);
        this.part = folder.resolve(NAME + ".part");
    }

    static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A new downloader each time, as in a new process. */
    void fetch(URI... mirrors) throws IOException, InterruptedException {
        fetch(PATIENT, mirrors);
    }

    void fetch(Duration timeout, URI... mirrors) throws IOException, InterruptedException {
        fetch(timeout, new Authenticator() {}, mirrors);
    }

    void fetch(Duration timeout, Authenticator passwords, URI... mirrors) throws IOException, InterruptedException {
        new Downloader(List.of(mirrors), timeout, passwords, this).fetch(List.of(file), folder);
    }

    String failure(URI... mirrors) {
        return failure(PATIENT, mirrors);
    }

    String failure(Duration timeout, URI... mirrors) {
        return assertThrows(BadInputException.class, () -> fetch(timeout, mirrors))
                .getMessage();
    }

    void assertComplete() throws IOException {
        assertArrayEquals(content, Files.readAllBytes(target));
        assertOnly(NAME);
    }

    void assertOnly(String... names) throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of(names),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    /** Forgets how far the file has come. */
    void expect() {
        reached = 0;
    }

    /** Waits, in a server's thread, until that many bytes are on disk: HttpClient drops unread ones of a broken connection. */
    void await(long bytes) {
        long deadline = System.nanoTime() + PATIENT.toNanos();
        while (reached < bytes && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    /** The most bytes that were ever said to be on disk. */
    long most() {
        return most;
    }

    @Override
    public void progressed(InputFile under, long bytes) {
        most = Math.max(most, bytes);
        reached = bytes;
        assertEquals(bytes, part.toFile().length());
    }

    @Override
    public void said(String message) {
        events.add(message);
    }
}
