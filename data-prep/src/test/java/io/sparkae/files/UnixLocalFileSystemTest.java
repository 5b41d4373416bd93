package io.sparkae.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against Hadoop's own, which starts {@code chmod}. */
class UnixLocalFileSystemTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onUnix() {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"), "not a Unix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"022", "077", "002"})
    void filesAndFoldersGetThePermissionsThatHadoopGivesThem(String umask) throws IOException {
        Configuration conf = new Configuration(false);
        conf.set(FsPermission.UMASK_LABEL, umask);

        assertEquals(
                modes(new LocalFileSystem(), conf, folder.resolve("hadoop")),
                modes(new UnixLocalFileSystem(), conf, folder.resolve("ours")));
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        FileSystem fs = new UnixLocalFileSystem();
        assertThrows(
                IOException.class,
                () -> fs.setPermission(path(folder.resolve("none")), new FsPermission((short) 0700)));
    }

    private static List<Object> modes(FileSystem fs, Configuration conf, Path root) throws IOException {
        fs.initialize(root.toUri(), conf);
        Files.createDirectory(root);
        Files.setAttribute(root, "unix:mode", 02775); // folders below inherit this bit, which hands on the group
        Path file = root.resolve("a/b/file");
        fs.create(path(file)).close();
        Path script = Files.createFile(root.resolve("script"));
        fs.setPermission(path(script), new FsPermission((short) 0751));
        Path sticky = Files.createDirectory(root.resolve("sticky"));
        fs.setPermission(path(sticky), new FsPermission((short) 01777));
        fs.setPermission(path(root), new FsPermission((short) 0700));
        return List.of(mode(root), mode(root.resolve("a/b")), mode(file), mode(script), mode(sticky));
    }

    private static Object mode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:mode");
    }

    private static org.apache.hadoop.fs.Path path(Path file) {
        return new org.apache.hadoop.fs.Path(file.toUri());
    }
}
