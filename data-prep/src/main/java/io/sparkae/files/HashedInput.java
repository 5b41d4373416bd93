package io.sparkae.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file of the user's whose content was hashed and is read later, or was a little before: the hash must be that of what is
 * read.
 *
 * @param file as described
 * @param stamp of the file when its hash was begun
 * @param begun when that was, in milliseconds since 1970
 */
public record HashedInput(InputFile file, FileStamp stamp, long begun) implements Serializable {

    /**
     * Reads the whole file once.
     *
     * @throws BadInputException if it changed meanwhile
     */
    public static HashedInput of(FileSystem fs, Path file, String name) throws IOException {
        long begun = System.currentTimeMillis();
        FileStamp stamp = FileStamp.of(fs, file);
        HashedInput hashed = new HashedInput(InputFile.describe(fs, file, name), stamp, begun);
        if (!stamp.isAsOld(FileStamp.of(fs, file))) {
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
        FileStamp now;
        try {
            now = FileStamp.of(fs, path);
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
}
