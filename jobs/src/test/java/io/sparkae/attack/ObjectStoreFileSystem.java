package io.sparkae.attack;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A file system that behaves like an object store and keeps its objects on the local disk, so that several processes share
 * it: a file appears when it is closed, a file that must not exist yet is created atomically (a conditional put), renaming
 * a folder copies its files one after the other and then deletes the originals, and deleting a folder deletes file by file.
 * Short pauses between these steps make it likely that a process is killed or stopped in the middle.
 */
public final class ObjectStoreFileSystem extends FileSystem {
    /** The scheme of its URIs. */
    static final String SCHEME = "objects";

    private static final URI STORE = URI.create(SCHEME + ":///");
    private static final int BLOCK = 32 * 1024 * 1024;

    private Path workingDirectory = new Path(STORE + "tmp");

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public URI getUri() {
        return STORE;
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        java.nio.file.Path file = local(path);
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(path.toString());
        }
        return new FSDataInputStream(new ObjectInput(file));
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        if (!overwrite && Files.exists(local(path))) {
            throw new org.apache.hadoop.fs.FileAlreadyExistsException(path.toString());
        }
        return new FSDataOutputStream(new Upload(local(path), overwrite), statistics);
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException("objects cannot be appended to");
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        java.nio.file.Path source = local(from);
        java.nio.file.Path target = local(to);
        if (!Files.exists(source)) {
            return false;
        }
        if (Files.isDirectory(target)) {
            target = target.resolve(source.getFileName().toString());
        }
        List<java.nio.file.Path> files = files(source);
        for (java.nio.file.Path file : files) {
            pause();
            java.nio.file.Path copy = file.equals(source)
                    ? target
                    : target.resolve(source.relativize(file).toString());
            put(Files.readAllBytes(file), copy, true);
        }
        return delete(from, true);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        java.nio.file.Path root = local(path);
        if (!Files.exists(root)) {
            return false;
        }
        for (java.nio.file.Path file : files(root)) {
            pause();
            Files.deleteIfExists(file);
        }
        if (Files.isDirectory(root)) {
            try (Stream<java.nio.file.Path> folders = Files.walk(root)) {
                for (java.nio.file.Path folder :
                        folders.sorted((a, b) -> b.compareTo(a)).toList()) {
                    folder.toFile().delete(); // another process may have put a file there, which then stays
                }
            }
        }
        return true;
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        java.nio.file.Path file = local(path);
        if (!Files.exists(file)) {
            throw new FileNotFoundException(path.toString());
        }
        if (Files.isRegularFile(file)) {
            return new FileStatus[] {getFileStatus(path)};
        }
        List<FileStatus> found = new ArrayList<>();
        try (Stream<java.nio.file.Path> children = Files.list(file)) {
            for (java.nio.file.Path child : children.sorted().toList()) {
                try {
                    found.add(getFileStatus(new Path(path, child.getFileName().toString())));
                } catch (FileNotFoundException removedMeanwhile) {
                    continue;
                }
            }
        }
        return found.toArray(FileStatus[]::new);
    }

    @Override
    public void setWorkingDirectory(Path folder) {
        workingDirectory = folder;
    }

    @Override
    public Path getWorkingDirectory() {
        return workingDirectory;
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        Files.createDirectories(local(path));
        return true;
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        java.io.File file = local(path).toFile();
        long length = file.length();
        if (!file.exists()) {
            throw new FileNotFoundException(path.toString());
        }
        boolean folder = file.isDirectory();
        return new FileStatus(
                folder ? 0 : length,
                folder,
                1,
                BLOCK,
                file.lastModified(),
                path.makeQualified(STORE, workingDirectory));
    }

    private java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(
                path.makeQualified(STORE, workingDirectory).toUri().getPath());
    }

    private static List<java.nio.file.Path> files(java.nio.file.Path root) throws IOException {
        try (Stream<java.nio.file.Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }

    /** Makes an object appear under its name as a whole. */
    private static void put(byte[] content, java.nio.file.Path target, boolean overwrite) throws IOException {
        Files.createDirectories(target.getParent());
        java.nio.file.Path upload = Files.createTempFile("upload", ".object");
        try {
            Files.write(upload, content);
            if (overwrite) {
                Files.move(upload, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.createLink(target, upload); // fails if the name is taken
            }
        } catch (FileAlreadyExistsException e) {
            throw new org.apache.hadoop.fs.FileAlreadyExistsException(target.toString());
        } finally {
            Files.deleteIfExists(upload);
        }
    }

    /** Collects an object's bytes until it is closed. */
    private static final class Upload extends ByteArrayOutputStream {
        private final java.nio.file.Path target;
        private final boolean overwrite;
        private boolean closed;

        Upload(java.nio.file.Path target, boolean overwrite) {
            this.target = target;
            this.overwrite = overwrite;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                put(toByteArray(), target, overwrite);
            }
        }
    }

    /** Reads an object from any position. */
    private static final class ObjectInput extends FSInputStream {
        private final RandomAccessFile file;

        ObjectInput(java.nio.file.Path file) throws IOException {
            this.file = new RandomAccessFile(file.toFile(), "r");
        }

        @Override
        public void seek(long position) throws IOException {
            if (position < 0 || position > file.length()) {
                throw new EOFException("position " + position + " of " + file.length());
            }
            file.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return file.getFilePointer();
        }

        @Override
        public boolean seekToNewSource(long position) {
            return false;
        }

        @Override
        public int read() throws IOException {
            return file.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return file.read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
