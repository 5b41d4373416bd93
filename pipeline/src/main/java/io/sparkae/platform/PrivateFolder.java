package io.sparkae.platform;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * A temporary folder that only this user can enter. In a folder that all users can write, another user could create a
 * predictable name first.
 */
public final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");
    private static Path temporary;

    private PrivateFolder() {}

    /**
     * {@code sparkae-USER} in the folder for temporary files, or, if something else has that name, a new one; the same
     * each time in one JVM.
     *
     * @throws IOException if nothing can be written there
     */
    public static synchronized Path temporary() throws IOException {
        if (temporary == null) {
            temporary = in(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
        }
        return temporary;
    }

    static Path in(Path folder) throws IOException {
        Path fresh = Files.createTempDirectory(folder, "sparkae-"); // created with owner-only permissions
        UserPrincipal user = Files.getOwner(fresh);
        Path shared = folder.resolve("sparkae-" + user.getName().replaceAll("[^A-Za-z0-9._-]", "_"));
        if (!isPosix(folder)) {
            return fresh;
        }
        try {
            Files.createDirectory(shared, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        } catch (FileAlreadyExistsException e) {
            // Its owner and permissions are checked below.
        }
        PosixFileAttributes found = Files.readAttributes(shared, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()
                || !found.owner().equals(user)
                || !found.permissions().equals(OWNER_ALONE)) {
            return fresh;
        }
        Files.delete(fresh);
        return shared;
    }

    /** Whether a folder has the owner of {@code mine} and is not writable by others. */
    static boolean isOwn(Path folder, Path mine) throws IOException {
        return !isPosix(folder)
                || Files.getOwner(folder).equals(Files.getOwner(mine))
                        && !Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static boolean isPosix(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
