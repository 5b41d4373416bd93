package io.sparkae.ingest.download;

import io.sparkae.files.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What has come of a file so far, beside its place and under the name {@code NAME.part}; it outlives the process. Locked
 * while open: a second process that truncated it, or wrote on after it was renamed, would undo what was verified.
 */
final class PartFile implements AutoCloseable {
    private final RemoteFile file;
    private final Path target;
    private final Path path;
    private final FileChannel channel;
    private long length;

    private PartFile(RemoteFile file, Path target, Path path, FileChannel channel) throws IOException {
        this.file = file;
        this.target = target;
        this.path = path;
        this.channel = channel;
        this.length = channel.size();
    }

    /** @throws BadInputException if another download has it open */
    static PartFile open(RemoteFile file, Path target) throws IOException {
        Path path = target.resolveSibling(target.getFileName() + ".part");
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!lock(channel)) {
                throw new BadInputException(path + ": another download is writing this file; wait for it to end");
            }
            PartFile part = new PartFile(file, target, path, channel);
            if (part.length > file.bytes()) {
                part.discard();
            }
            return part;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    RemoteFile file() {
        return file;
    }

    /** Bytes on disk, at most the file's size. */
    long length() {
        return length;
    }

    boolean full() {
        return length == file.bytes();
    }

    /** Writes as much of {@code bytes} as the file still lacks, and drops the rest. */
    void append(ByteBuffer bytes) throws IOException {
        long lacking = file.bytes() - length;
        ByteBuffer wanted = bytes.slice(bytes.position(), (int) Math.min(lacking, bytes.remaining()));
        while (wanted.hasRemaining()) {
            length += channel.write(wanted, length);
        }
    }

    /** Forgets all bytes. */
    void discard() throws IOException {
        channel.truncate(0);
        length = 0;
    }

    String sha256() throws IOException {
        return Sha256.of(path);
    }

    /** Gives the file its name, replacing one that is there. */
    void commit() throws IOException {
        channel.force(true); // or a power cut might leave the name without the bytes
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (length == 0) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }
}
