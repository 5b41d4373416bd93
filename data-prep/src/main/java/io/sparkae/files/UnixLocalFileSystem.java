package io.sparkae.files;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, which sets permissions by a system call. Without its native library Hadoop starts the
 * program {@code chmod} for each file and folder it creates, about a hundred in a run.
 */
public final class UnixLocalFileSystem extends LocalFileSystem {
    /** Called by Hadoop, which {@code fs.file.impl} tells. */
    public UnixLocalFileSystem() {
        super(new Raw());
    }

    private static final class Raw extends RawLocalFileSystem {
        private static final String MODE = "unix:mode";
        private static final int ALL = 07777;
        private static final int SET_ID = 06000;

        /** As {@code chmod} does, which leaves the bits of a folder that hand on its group. */
        @Override
        public void setPermission(Path path, FsPermission permission) throws IOException {
            java.nio.file.Path file = pathToFile(path).toPath();
            int mode;
            try {
                mode = (int) Files.getAttribute(file, MODE);
            } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
                super.setPermission(path, permission);
                return;
            }
            int kept = Files.isDirectory(file) ? mode & SET_ID : 0;
            int wanted = permission.toShort() | kept;
            if ((mode & ALL) != wanted) {
                Files.setAttribute(file, MODE, wanted);
            }
        }
    }
}
