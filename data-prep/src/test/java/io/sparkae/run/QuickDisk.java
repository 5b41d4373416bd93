package io.sparkae.run;

import io.sparkae.files.LocalDisk;
import java.nio.file.Path;
import org.apache.hadoop.fs.FSDataOutputStream;

/** Forces nothing: for tests that commit hundreds of times and lose no power. */
final class QuickDisk extends LocalDisk {
    @Override
    public void force(Path path) {
        // nothing
    }

    @Override
    public void force(FSDataOutputStream out) {
        // nothing
    }
}
