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
 * A file of the user's whose content was hashed and is read later, or was a little before: the hash must be that of what is
 * read.
 *
 * @param file as described
 * @param stamp of the file when its hash was begun
 * @param begun when that was, in milliseconds since 1970
 */
public record HashedInput(InputFile file, Stamp stamp, long begun) implements Serializable {

    /**
     * Reads the whole file once.
     *
     * @throws BadInputException if it changed meanwhile
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

    /** Whether the file was as it is since before a point of time, in milliseconds since 1970. */
    public boolean isOlderThan(long millis) {
        return stamp.isSettled(millis);
    }

    /**
     * Whether the file is still what was hashed. It is read again only if its stamp does not tell: if it was written right
     * before it was hashed, or the stamp is another, as of a copy on another machine or after a change of permissions.
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

    /** What to throw if it changed. */
    public BadInputException changed() {
        return new BadInputException(
                file.path() + ": the file changed while it was read: run again when nobody writes to it any more");
    }

    /**
     * What a file system says of a file without reading it. A file that is written to, or put in another's place, gets another
     * stamp, unless that happens within the time that the file system's clock takes for one step.
     *
     * @param bytes its length
     * @param modified when its content was last written, in nanoseconds since 1970
     * @param identity what tells it from another file of this name: its number on a local disk, the ETag in an object store
     * @param changed like {@code modified}, but cannot be set by programs and counts a change of its permissions too; where
     *     there is no such thing, {@code modified}
     */
    record Stamp(long bytes, long modified, String identity, long changed) implements Serializable {
        /** Longer than the step of any file system's clock. */
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

        /** Whether the file was not written to between the two, as far as its length and time tell. */
        boolean isAsOld(Stamp other) {
            return bytes == other.bytes && modified == other.modified;
        }

        /**
         * Whether a change after a point of time would have changed the stamp.
         *
         * @param millis since 1970
         */
        boolean isSettled(long millis) {
            return Math.max(modified, changed) < TimeUnit.MILLISECONDS.toNanos(millis) - CLOCK_STEP;
        }
    }
}
