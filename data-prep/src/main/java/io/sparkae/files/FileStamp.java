package io.sparkae.files;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
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
 * What a file system says of a file without reading it. A file that is written to, or put in another's place, gets another
 * stamp, unless that happens within the time that the file system's clock takes for one step.
 *
 * @param bytes its length
 * @param modified when its content was last written, in nanoseconds since 1970
 * @param identity what tells it from another file of this name: its number on a local disk, the ETag in an object store
 * @param changed like {@code modified}, but cannot be set by programs and counts a change of its permissions too; where
 *     there is no such thing, {@code modified}
 */
record FileStamp(long bytes, long modified, String identity, long changed) implements Serializable {
    /** Longer than the step of any file system's clock. */
    private static final long CLOCK_STEP = TimeUnit.SECONDS.toNanos(3);

    static FileStamp of(FileSystem fs, Path file) throws IOException {
        if (fs instanceof LocalFileSystem || fs instanceof RawLocalFileSystem) {
            FileStamp local = local(java.nio.file.Path.of(file.toUri().getPath()));
            if (local != null) {
                return local;
            }
        }
        FileStatus status = fs.getFileStatus(file);
        long modified = TimeUnit.MILLISECONDS.toNanos(status.getModificationTime());
        String identity = status instanceof EtagSource tagged ? String.valueOf(tagged.getEtag()) : "";
        return new FileStamp(status.getLen(), modified, identity, modified);
    }

    private static FileStamp local(java.nio.file.Path file) throws IOException {
        try {
            Map<String, Object> found = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino");
            return new FileStamp(
                    (Long) found.get("size"),
                    ((FileTime) found.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS),
                    String.valueOf(found.get("ino")),
                    ((FileTime) found.get("ctime")).to(TimeUnit.NANOSECONDS));
        } catch (UnsupportedOperationException | IllegalArgumentException elsewhere) {
            return null;
        }
    }

    /** Whether the file was not written to between the two, as far as its length and time tell. */
    boolean isAsOld(FileStamp other) {
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
