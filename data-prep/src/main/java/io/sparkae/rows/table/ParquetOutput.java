package io.sparkae.rows.table;

import io.sparkae.files.LocalDisk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A new file for {@code ParquetFileWriter}. It can be closed although the writer failed, and it sorts the footer:
 * parquet-mr keeps a column's encodings in a hash set of enum constants, whose order differs from process to process, and
 * so would the file's bytes.
 */
final class ParquetOutput implements OutputFile, Closeable {
    /** The footer's length and "PAR1". */
    private static final int TRAILER_BYTES = 8;

    private final FileSystem fs;
    private final Path file;
    private FSDataOutputStream out;

    /** Null until the footer begins; then it takes what the writer writes. */
    private ByteArrayOutputStream footer;

    ParquetOutput(FileSystem fs, Path file) {
        this.fs = fs;
        this.file = file;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        out = fs.create(file, false);
        return new Stream();
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        throw new UnsupportedOperationException("nothing is overwritten");
    }

    /** False: row groups are far smaller than a file system's blocks. */
    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    /** Holds back all that the writer writes from now on. */
    void beginFooter() {
        footer = new ByteArrayOutputStream();
    }

    /** Writes the footer with sorted encodings. */
    void endFooter() throws IOException {
        byte[] end = footer.toByteArray();
        int length = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - TRAILER_BYTES);
        int start = end.length - TRAILER_BYTES - length;
        FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(end, start, length));
        for (RowGroup group : metadata.getRow_groups()) {
            for (ColumnChunk column : group.getColumns()) {
                Collections.sort(column.getMeta_data().getEncodings());
            }
        }
        out.write(end, 0, start);
        ByteArrayOutputStream sorted = new ByteArrayOutputStream(length);
        Util.writeFileMetaData(metadata, sorted);
        sorted.writeTo(out);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(sorted.size())
                .array());
        out.write(Arrays.copyOfRange(end, end.length - TRAILER_BYTES + Integer.BYTES, end.length));
    }

    /** Forces the file to the disk in the task that wrote it, so that the commit does not force all files in turn. */
    void force() throws IOException {
        new LocalDisk().force(out);
    }

    /** Closes the file, whatever has been written; a second call does nothing. */
    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }

    /** The stream that the writer writes to. */
    private final class Stream extends PositionOutputStream {
        private long position;

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int value) throws IOException {
            if (footer == null) {
                out.write(value);
            } else {
                footer.write(value);
            }
            position++;
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (footer == null) {
                out.write(bytes, from, count);
            } else {
                footer.write(bytes, from, count);
            }
            position += count;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        /** Leaves the file open once the footer has begun, since it is still to be written. */
        @Override
        public void close() throws IOException {
            if (footer == null) {
                out.close();
            }
        }
    }
}
