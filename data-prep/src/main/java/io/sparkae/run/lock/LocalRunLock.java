package io.sparkae.run.lock;

import io.sparkae.files.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operating system's lock on a local file, which ends with the process.
 *
 * <p>POSIX releases all locks of a process on a file when the process closes any descriptor of that file. So this process
 * never opens a file that it has locked: it compares inodes, and knows its locks from {@link #HELD}.
 */
final class LocalRunLock implements RunLock {
    private static final int TRIES = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(LocalRunLock.class);

    /** Locked files of this process, by inode. */
    private static final Map<Object, LockOwner> HELD = new HashMap<>();

    private final Path file;
    private final Object inode;
    private final FileChannel channel;

    private LocalRunLock(Path file, Object inode, FileChannel channel) {
        this.file = file;
        this.inode = inode;
        this.channel = channel;
    }

    /**
     * Acquires the lock.
     *
     * @param file created if it is absent
     * @param owner written into the file
     * @throws io.sparkae.files.StageOutputException if another process holds the lock, or the file is not a lock
     */
    static LocalRunLock acquire(Path file, LockOwner owner) throws IOException {
        synchronized (HELD) {
            for (int i = 0; i < TRIES; i++) {
                Object inode = inode(file);
                if (inode == null) {
                    create(file);
                    continue;
                }
                if (HELD.containsKey(inode)) {
                    throw HELD.get(inode).refusal(file);
                }
                FileChannel locked = lock(file, inode, owner);
                if (locked != null) {
                    HELD.put(inode, owner);
                    return new LocalRunLock(file, inode, locked);
                }
            }
        }
        throw new IOException(file + " is replaced again and again");
    }

    @Override
    public void requireHeld() throws IOException {
        if (!channel.isOpen()) {
            throw new IllegalStateException(file + " was released");
        }
        if (!inode.equals(inode(file))) {
            throw LockOwner.lost(file, null);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (!channel.isOpen()) {
                return;
            }
            try {
                if (inode.equals(inode(file))) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) { // closing the channel releases the lock
                LOG.warn("{} could not be removed", file, e);
            } finally {
                HELD.remove(inode);
                channel.close();
            }
        }
    }

    /** The file's locked channel; null if the file was replaced in the meantime. */
    private static FileChannel lock(Path file, Object inode, LockOwner owner) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException removed) {
            return null;
        }
        boolean held = false;
        try {
            byte[] found = content(channel);
            if (!isLocked(channel)) {
                throw holder(found).refusal(file);
            }
            LockOwner.requireOurs(file, found);
            // A random length tells whether the file found by its name is the one that was opened.
            byte[] content = (Json.line(owner)
                            + "\n".repeat(ThreadLocalRandom.current().nextInt(1, 1000)))
                    .getBytes(StandardCharsets.UTF_8);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(content), 0);
            held = inode.equals(inode(file)) && length(file) == content.length;
            return held ? channel : null;
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) { // held in this JVM by a copy of this class from another class loader
            return false;
        }
    }

    private static byte[] content(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(1 << 13);
        channel.read(content, 0);
        return Arrays.copyOf(content.array(), content.position());
    }

    private static LockOwner holder(byte[] content) {
        try {
            LockOwner owner = Json.parse(new String(content, StandardCharsets.UTF_8), LockOwner.class);
            return owner == null ? LockOwner.unknown() : owner;
        } catch (UncheckedIOException e) { // not written yet
            return LockOwner.unknown();
        }
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException byAnotherProcess) {
            // which may hold the lock by now
        }
    }

    /** The identity of the file with this name, found without opening it; null if there is no such file. */
    private static Object inode(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? file.toRealPath() : key;
        } catch (NoSuchFileException absent) {
            return null;
        }
    }

    private static long length(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException removed) {
            return -1;
        }
    }
}
