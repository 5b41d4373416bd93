package io.sparkae.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

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
    private static final int FIRST_SLAB = 1 << 10;
    private static final int LARGEST_SLAB = 1 << 20;

    /** Levels of one bit, with their length before them. */
    static BytesInput levels(int count, IntUnaryOperator level) throws IOException {
        BytesInput encoded = runs(1, count, level);
        return BytesInput.concat(BytesInput.fromInt(Math.toIntExact(encoded.size())), encoded);
    }

    /** Whole numbers of so many bits, in the format's mixture of run lengths and packed bits. */
    static BytesInput runs(int bits, int count, IntUnaryOperator value) throws IOException {
        RunLengthBitPackingHybridEncoder encoder =
                new RunLengthBitPackingHybridEncoder(bits, FIRST_SLAB, LARGEST_SLAB, new HeapByteBufferAllocator());
        for (int i = 0; i < count; i++) {
            encoder.writeInt(value.applyAsInt(i));
        }
        return BytesInput.copy(encoder.toBytes());
    }

    /** An empty buffer for plain values. */
    static ByteBuffer plain(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
