package io.sparkae.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A user's file that is hashed and read in two passes: the check that it did not change between them, so that the
 * manifest's hash is that of what was read.
 *
 * @param file as described
 * @param stamp of the file when hashing began
 * @param begun time at which hashing began, in milliseconds since 1970
 */
public record HashedInput(InputFile file, Stamp stamp, long begun) implements Serializable {

    /**
     * Hashes a file, which reads it once.
     *
     * @param name of the file in the manifest
     *
     * @throws BadInputException if the file changed during the hashing
     */
    public static HashedInput of(FileSystem fs, Path file, String name) throws IOException {
        long begun = System.currentTimeMillis();
        Stamp stamp = Stamp.of(fs, file);
        HashedInput hashed = new HashedInput(InputFile.describe(fs, file, name), stamp, begun);
        if (!stamp.isAsOld(Stamp.of(fs, file))) {
            throw hashed.changed();
        }
        return hashed;
    }

    /** Whether the file was last changed before a point of time, in milliseconds since 1970. */
    public boolean isOlderThan(long millis) {
        return stamp.isSettled(millis);
    }

    /**
     * Whether the file still has the content that was hashed. It is hashed again only if the stamp cannot decide: if the
     * file was written right before it was hashed, or its stamp differs while its length does not, as on another machine
     * or after a change of permissions.
     */
    public boolean isUnchanged(FileSystem fs, Path path) throws IOException {
        Stamp now;
        try {
            now = Stamp.of(fs, path);
        } catch (FileNotFoundException | NoSuchFileException gone) {
            return false;
        }
        if (now.bytes() != stamp.bytes()) {
            return false;
        }
        boolean certain = now.equals(stamp) && stamp.isSettled(begun);
        return certain || InputFile.describe(fs, path, file.path()).sha256().equals(file.sha256());
    }

    /** The exception that says that the file changed. */
    public BadInputException changed() {
        return new BadInputException(
                file.path() + ": the file changed while it was read: run again when nobody writes to it any more");
    }

    /**
     * A file's metadata. Writing to a file or replacing it changes its stamp, unless both happen within one step of the
     * file system's clock.
     *
     * @param bytes its length
     * @param modified time of the last write, in nanoseconds since 1970
     * @param identity inode on a local disk, ETag in an object store, otherwise empty
     * @param changed the POSIX ctime, which programs cannot set and which a change of permissions changes too; elsewhere
     *     {@code modified}
     */
    record Stamp(long bytes, long modified, String identity, long changed) implements Serializable {
        /** Nanoseconds; longer than the timestamp resolution of any file system. */
        private static final long CLOCK_STEP = TimeUnit.SECONDS.toNanos(3);

        static Stamp of(FileSystem fs, Path file) throws IOException {
            if (fs instanceof LocalFileSystem || fs instanceof RawLocalFileSystem) {
                Stamp local = local(java.nio.file.Path.of(file.toUri().getPath()));
                if (local != null) {
                    return local;
                }
            }
            FileStatus status = fs.getFileStatus(file);
            long modified = TimeUnit.MILLISECONDS.toNanos(status.getModificationTime());
            String identity = status instanceof EtagSource tagged ? String.valueOf(tagged.getEtag()) : "";
            return new Stamp(status.getLen(), modified, identity, modified);
        }

        private static Stamp local(java.nio.file.Path file) throws IOException {
            try {
                Map<String, Object> found = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino");
                return new Stamp(
                        (Long) found.get("size"),
                        ((FileTime) found.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS),
                        String.valueOf(found.get("ino")),
                        ((FileTime) found.get("ctime")).to(TimeUnit.NANOSECONDS));
            } catch (UnsupportedOperationException | IllegalArgumentException elsewhere) {
                return null;
            }
        }

        /** Whether length and time of the last write are equal. */
        boolean isAsOld(Stamp other) {
            return bytes == other.bytes && modified == other.modified;
        }

        /**
         * Whether any change after a point of time must have changed the stamp.
         *
         * @param millis since 1970
         */
        boolean isSettled(long millis) {
            return Math.max(modified, changed) < TimeUnit.MILLISECONDS.toNanos(millis) - CLOCK_STEP;
        }
    }
}
