package io.sparkae.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    @TempDir
    Path temporary;

    @Test
    void itIsTheOwnersAloneAndTheSameForEachProcess() throws IOException {
        Path folder = PrivateFolder.in(temporary);

        assertEquals("rwx------", permissions(folder));
        assertEquals(folder, PrivateFolder.in(temporary));
        assertEquals(
                "sparkae-" + Files.getOwner(folder).getName(),
                folder.getFileName().toString());
        try (var all = Files.list(temporary)) {
            assertEquals(1, all.count());
        }
    }

    @Test
    void aFolderThatOthersCanEnterIsNotTaken() throws IOException {
        Path open = PrivateFolder.in(temporary);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        Path folder = PrivateFolder.in(temporary);

        assertNotEquals(open, folder);
        assertEquals("rwx------", permissions(folder));
    }

    @Test
    void aLinkOrAFileOfThatNameIsNotFollowed() throws IOException {
        Path name = PrivateFolder.in(temporary);
        Path elsewhere = Files.createTempDirectory(temporary, "else");
        Files.delete(name);
        Files.createSymbolicLink(name, elsewhere);
        assertTrue(PrivateFolder.in(temporary).toRealPath().startsWith(temporary.toRealPath()));
        assertNotEquals(elsewhere.toRealPath(), PrivateFolder.in(temporary).toRealPath());

        Files.delete(name);
        Files.createFile(name);
        assertEquals("rwx------", permissions(PrivateFolder.in(temporary)));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
