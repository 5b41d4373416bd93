package io.sparkae.dataset;

import java.nio.file.Path;
import org.apache.hadoop.fs.FSDataOutputStream;

/** Forces nothing: for tests that commit hundreds of times and lose no power. */
final class QuickDisk extends LocalDisk {
    @Override
    void force(Path path) {
        // nothing
    }

    @Override
    void force(FSDataOutputStream out) {
        // nothing
    }
}
