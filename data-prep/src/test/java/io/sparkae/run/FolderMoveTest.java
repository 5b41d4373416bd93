package io.sparkae.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkae.files.StageOutputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderMoveTest {
    @TempDir
    java.nio.file.Path folder;

    private java.nio.file.Path from;
    private java.nio.file.Path to;

    @BeforeEach
    void write() throws IOException {
        from = Files.createDirectory(folder.resolve("from"));
        to = folder.resolve("to");
        Files.writeString(from.resolve("file"), "ours");
    }

    /** Hadoop's rename moves a folder into one that is there. */
    @Test
    void aFolderThatComesBetweenIsNotEntered() throws IOException {
        FolderMove move = new FolderMove(new Overtaken());

        assertThrows(StageOutputException.class, () -> move.move(path(from), path(to)));

        assertEquals("theirs", Files.readString(to.resolve("file")));
        assertFalse(Files.exists(to.resolve("from")), "nothing is inside it");
        assertEquals("ours", Files.readString(from.resolve("file")));
    }

    @Test
    void aFolderThatIsThereStays() throws IOException {
        Files.createDirectory(to);
        FolderMove move = new FolderMove(new Overtaken());

        assertThrows(StageOutputException.class, () -> move.move(path(from), path(to)));

        assertEquals("ours", Files.readString(from.resolve("file")));
    }

    @Test
    void aFileOfTheSameLengthIsNotTakenForACopy() throws IOException {
        Files.createDirectory(to);
        Files.writeString(to.resolve("file"), "old!");

        new FolderMove(new Overtaken()).finish(path(from), path(to));

        assertEquals("ours", Files.readString(to.resolve("file")));
        assertFalse(Files.exists(from));
    }

    private static Path path(java.nio.file.Path path) {
        return new Path(path.toString());
    }

    /** Another process commits between the look and the rename. */
    private final class Overtaken extends RawLocalFileSystem {
        Overtaken() throws IOException {
            initialize(URI.create("file:///"), new Configuration());
        }

        @Override
        public boolean rename(Path source, Path target) throws IOException {
            if (target.equals(path(to))) {
                Files.createDirectory(to);
                Files.writeString(to.resolve("file"), "theirs");
            }
            return super.rename(source, target);
        }
    }
}
