package io.sparkae.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A lock of the operating system's on a file of this machine: it ends with the process, however that ends. */
final class LocalRunLock implements RunLock {
    private final Path file;
    private final FileChannel channel;

    private LocalRunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static LocalRunLock acquire(Path file, LockOwner owner) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            boolean held = false;
            try {
                if (!lock(channel)) {
                    throw holder(file).refusal(file);
                }
                byte[] content = Json.line(owner).getBytes(StandardCharsets.UTF_8);
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(content), 0);
                // Whoever had the lock may have removed the file after we opened it: then this is not the file.
                held = isSame(file, owner);
                if (held) {
                    return new LocalRunLock(file, channel);
                }
            } finally {
                if (!held) {
                    channel.close();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) { // in this process
            return false;
        }
    }

    private static boolean isSame(Path file, LockOwner owner) throws IOException {
        try {
            return Files.readString(file).contains(owner.token());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static LockOwner holder(Path file) throws IOException {
        try {
            return Json.parse(Files.readString(file), LockOwner.class);
        } catch (NoSuchFileException | UncheckedIOException e) { // just removed, or not written yet
            return new LockOwner("", "this machine", 0, "just now", 0);
        }
    }
}
