package io.sparkae.run;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local file system as a process sees it that dies before its n-th change: no later change happens either. */
class DyingFileSystem extends RawLocalFileSystem {
    private static final Configuration CONF = new Configuration();

    private int changesLeft;

    DyingFileSystem(int changesLeft) throws IOException {
        this.changesLeft = changesLeft;
        initialize(URI.create("file:///"), CONF);
    }

    /** How many more changes it would have borne. */
    int changesLeft() {
        return changesLeft;
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        change();
        return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        change();
        return super.rename(from, to);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        change();
        return super.delete(path, recursive);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        change();
        return super.mkdirs(path);
    }

    /** Nothing: without Hadoop's native library it would start a process each time. */
    @Override
    public void setPermission(Path path, FsPermission permission) {
        // permissions decide nothing here
    }

    /** To be called before every change. */
    final void change() throws IOException {
        if (changesLeft-- <= 0) {
            throw new IOException("the process is dead");
        }
    }
}
