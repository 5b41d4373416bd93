package io.sparkae.rows.parquet;

import java.io.ByteArrayOutputStream;
import org.apache.parquet.bytes.BytesInput;

/**
 * Whole numbers as Parquet lays out levels and indices, a mixture of runs of one value and runs of packed bits: for what
 * is long runs to begin with, or bytes already, so that nothing has to be looked at value by value.
 */
final class RunLengthEncoder {
    /** Values of one run of packed bits, at most, for its header to fit a byte, as other writers have it. */
    private static final int PACKED = 504;

    private static final int GROUP = 8;
    private static final int PAYLOAD_BITS = 7;

    private final ByteArrayOutputStream out;

    /** @param bytes to expect */
    RunLengthEncoder(int bytes) {
        out = new ByteArrayOutputStream(bytes);
    }

    /** So many times a value of at most eight bits. */
    RunLengthEncoder repeat(int value, int times) {
        if (times > 0) {
            header(times << 1);
            out.write(value);
        }
        return this;
    }

    /** Values of eight bits, which are bytes as they stand; nothing may follow, unless the count is a multiple of 8. */
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

    BytesInput get() {
        return BytesInput.from(out);
    }

    /** The same with its length before it, as levels have it. */
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
