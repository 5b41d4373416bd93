package io.sparkae.rows.table;

import java.io.ByteArrayOutputStream;
import org.apache.parquet.bytes.BytesInput;

/**
 * Parquet's hybrid of run-length encoding and bit packing, for levels and dictionary indices. It encodes whole runs, and
 * bytes that are packed already, instead of single values.
 */
final class RunLengthEncoder {
    /** Values of a bit-packed run at most: 63 groups, whose header fits a byte, as other writers do. */
    private static final int PACKED = 504;

    private static final int GROUP = 8;
    private static final int PAYLOAD_BITS = 7;

    private final ByteArrayOutputStream out;

    /** @param bytes expected size of the result */
    RunLengthEncoder(int bytes) {
        out = new ByteArrayOutputStream(bytes);
    }

    /** Adds a run of one value of at most eight bits. */
    RunLengthEncoder repeat(int value, int times) {
        if (times > 0) {
            header(times << 1);
            out.write(value);
        }
        return this;
    }

    /** Adds 8-bit values as a bit-packed run. Unless the count is a multiple of 8, it must be the last run. */
    RunLengthEncoder bytes(byte[] values, int from, int count) {
        for (int done = 0; done < count; done += PACKED) {
            int some = Math.min(PACKED, count - done);
            int groups = (some + GROUP - 1) / GROUP;
            header(groups << 1 | 1);
            out.write(values, from + done, some);
            for (int padding = some; padding < groups * GROUP; padding++) {
                out.write(0);
            }
        }
        return this;
    }

    /** The encoded runs. */
    BytesInput get() {
        return BytesInput.from(out);
    }

    /** The encoded runs after their length, the layout of levels. */
    BytesInput withLength() {
        return BytesInput.concat(BytesInput.fromInt(out.size()), get());
    }

    private void header(int value) {
        int rest = value;
        while (rest >>> PAYLOAD_BITS != 0) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= PAYLOAD_BITS;
        }
        out.write(rest);
    }
}
