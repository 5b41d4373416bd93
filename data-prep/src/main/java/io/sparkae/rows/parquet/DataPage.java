package io.sparkae.rows.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;

/**
 * A page of a Parquet column as version 1 of the format lays it out: levels, if the column has any, and values; not yet
 * compressed.
 *
 * @param values how many, with those that are null
 * @param rows that they belong to
 * @param bytes all of it
 * @param statistics smallest and largest value
 * @param encoding of the values
 */
record DataPage(int values, int rows, BytesInput bytes, Statistics<?> statistics, Encoding encoding) {
    /** An empty buffer for plain values. */
    static ByteBuffer plain(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
