package io.sparkae.rows.parquet;

import io.sparkae.files.LocalDisk;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A new file for a Parquet writer, whose stream can be closed although the writer, which failed, cannot. */
final class ParquetOutput implements OutputFile, Closeable {
    private final FileSystem fs;
    private final Path file;
    private FSDataOutputStream out;
    private FooterStream stream;

    ParquetOutput(FileSystem fs, Path file) {
        this.fs = fs;
        this.file = file;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        out = fs.create(file, false);
        stream = new FooterStream(out);
        return stream;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        throw new UnsupportedOperationException("nothing is overwritten");
    }

    /** No: row groups are far smaller than blocks. */
    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    /** The stream, once it was created. */
    FooterStream stream() {
        return stream;
    }

    /** Forces the whole file to the disk, by the task that has written it, so that the commit need not wait for all. */
    void force() throws IOException {
        new LocalDisk().force(out);
    }

    /** Closing it again does nothing. */
    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.closeAtLast();
        }
    }
}
