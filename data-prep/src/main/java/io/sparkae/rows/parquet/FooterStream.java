package io.sparkae.rows.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.PositionOutputStream;

/**
 * The stream of a Parquet file whose footer is held back to be put in order: parquet-mr lists a column's encodings as a
 * hash set of enum constants gives them, so that the same rows would give other bytes in another process.
 */
final class FooterStream extends PositionOutputStream {
    private static final int TRAILER = 8; // the footer's length and "PAR1"

    private final OutputStream out;
    private final ByteArrayOutputStream footer = new ByteArrayOutputStream();
    private boolean inFooter;
    private long position;

    FooterStream(OutputStream out) {
        this.out = out;
    }

    /** From now on what is written is held back. */
    void beginFooter() {
        inFooter = true;
    }

    /** Writes what was held back, in order. */
    void endFooter() throws IOException {
        byte[] end = footer.toByteArray();
        int length = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - TRAILER);
        int start = end.length - TRAILER - length;
        FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(end, start, length));
        for (RowGroup group : metadata.getRow_groups()) {
            for (ColumnChunk column : group.getColumns()) {
                Collections.sort(column.getMeta_data().getEncodings());
            }
        }
        out.write(end, 0, start);
        ByteArrayOutputStream ordered = new ByteArrayOutputStream(length);
        Util.writeFileMetaData(metadata, ordered);
        ordered.writeTo(out);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(ordered.size())
                .array());
        out.write(Arrays.copyOfRange(end, end.length - TRAILER + Integer.BYTES, end.length));
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void write(int value) throws IOException {
        (inFooter ? footer : out).write(value);
        position++;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        (inFooter ? footer : out).write(bytes, from, count);
        position += count;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Does nothing once the footer has begun: there is something to be written yet. */
    @Override
    public void close() throws IOException {
        if (!inFooter) {
            out.close();
        }
    }

    /** Closes in any case. */
    void closeAtLast() throws IOException {
        out.close();
    }
}
