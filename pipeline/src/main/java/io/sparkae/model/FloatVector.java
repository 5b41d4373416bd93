package io.sparkae.model;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * ND4J's binary format of arrays, for vectors of single precision. Two blocks, each a text (two bytes of length, UTF-8)
 * that names how lengths are stored, a {@code long} of length, a text that names the type, and the elements, all
 * big-endian. The first block is the shape: rank r, r sizes, r strides, flags, element stride, order. The second are the
 * values.
 */
final class FloatVector {
    private static final int CHUNK = 1 << 16;
    private static final int LONGEST_TEXT = 32;

    private FloatVector() {}

    /**
     * Goes over a vector without keeping it.
     *
     * @param name of the entry, for messages
     * @param most elements that it may have
     * @return how many it has
     * @throws IOException if it is anything else, or longer or shorter than it claims
     */
    static long skip(InputStream in, String name, long most) throws IOException {
        long count = header(new DataInputStream(in), name);
        if (count > most) {
            throw new IOException(name + " claims " + count + " values, and there is memory for " + most);
        }
        byte[] chunk = new byte[CHUNK];
        for (long left = count * Float.BYTES; left > 0; ) {
            int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (read < 0) {
                throw cutShort(name, count);
            }
            left -= read;
        }
        requireEnd(in, name, count);
        return count;
    }

    /**
     * Reads a vector.
     *
     * @param name of the entry, for messages
     * @param count of its elements
     * @throws IOException if it is anything else, longer or shorter than that, or has values that are not finite
     */
    static float[] read(InputStream in, String name, int count) throws IOException {
        long claimed = header(new DataInputStream(in), name);
        if (claimed != count) {
            throw new IOException(name + " claims " + claimed + " values, expected " + count);
        }
        float[] values = new float[count];
        byte[] chunk = new byte[CHUNK];
        for (int at = 0; at < count; ) {
            int floats = Math.min(CHUNK / Float.BYTES, count - at);
            if (in.readNBytes(chunk, 0, floats * Float.BYTES) < floats * Float.BYTES) {
                throw cutShort(name, count);
            }
            ByteBuffer.wrap(chunk).order(ByteOrder.BIG_ENDIAN).asFloatBuffer().get(values, at, floats);
            at += floats;
        }
        requireEnd(in, name, count);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IOException(name + " has values that are not finite");
            }
        }
        return values;
    }

    /** Reads everything before the values. */
    private static long header(DataInputStream in, String name) throws IOException {
        try {
            long shapeLength = block(in, name, "LONG");
            long rank = in.readLong();
            if (rank < 1 || rank > 2 || shapeLength != 2 * rank + 4) {
                throw new IOException(
                        name + " is no vector: its shape has " + rank + " dimensions in " + shapeLength + " numbers");
            }
            long rows = rank == 1 ? 1 : in.readLong();
            long count = in.readLong();
            for (int rest = 0; rest < rank + 3; rest++) {
                in.readLong(); // strides, flags and order: there is but one way in which a vector can lie
            }
            long values = block(in, name, "FLOAT");
            if (rows != 1 || values != count || count < 0) {
                throw new IOException(name + " claims " + values + " values in the shape " + rows + " by " + count);
            }
            return count;
        } catch (EOFException cut) {
            throw new IOException(name + " ends within its header", cut);
        }
    }

    /** Reads a block's beginning: its length. */
    private static long block(DataInputStream in, String name, String type) throws IOException {
        text(in, name);
        long length = in.readLong();
        String found = text(in, name);
        if (!found.equals(type)) {
            throw new IOException(name + " holds values of another type than " + type);
        }
        return length;
    }

    private static String text(DataInputStream in, String name) throws IOException {
        int length = in.readUnsignedShort();
        if (length > LONGEST_TEXT) {
            throw new IOException(name + " is no array of ND4J");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) in.readUnsignedByte());
        }
        return text.toString();
    }

    private static IOException cutShort(String name, long count) {
        return new IOException(name + " has less than the " + count + " values that it claims");
    }

    /** Also makes the zip reader compare its checksum, which it does at an entry's end. */
    private static void requireEnd(InputStream in, String name, long count) throws IOException {
        if (in.read() >= 0) {
            throw new IOException(name + " has more than the " + count + " values that it claims");
        }
    }
}
