package io.sparkae.rows;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The values of some rows, row after row: single-precision numbers as they are, or bytes that stand for at most 256
 * different ones, in a quarter of the memory; in the heap, or in a file ({@link RowFile}). Arrays are shared, not copied, and
 * read-only by convention. Equality is identity, as of arrays.
 */
public sealed interface RowValues extends Serializable permits RowValues.Numbers, RowValues.Indexed, RowFile.Stored {
    /** The number of values. */
    int length();

    /** Bytes of memory that a value takes. */
    int bytesOfAValue();

    /** Copies the values {@code from … from + count - 1} to {@code into}, from its index {@code at} on. */
    void copy(int from, float[] into, int at, int count);

    /** The values {@code from … to - 1}, copied. */
    RowValues range(int from, int to);

    /** Some rows, copied, in this order; a row is {@code width} values. */
    RowValues select(int width, int... rows);

    /** All values; a shared array if they are numbers, else a new one. */
    float[] toFloats();

    /** Numbers as they are. */
    static RowValues of(float[] values) {
        return new Numbers(values);
    }

    /**
     * Bytes that stand for numbers.
     *
     * @param indices into the dictionary, unsigned
     * @param dictionary of 256 numbers at most
     * @throws IllegalArgumentException if it has more; an index beyond it fails when it is looked up
     */
    static RowValues of(byte[] indices, float[] dictionary) {
        return new Indexed(indices, dictionary);
    }

    /** All values of some parts, in order; bytes if all parts are, with the same dictionary. */
    static RowValues concat(List<RowValues> parts) {
        int length = Math.toIntExact(parts.stream().mapToLong(RowValues::length).sum());
        if (!parts.isEmpty()
                && parts.get(0) instanceof Indexed first
                && parts.stream().allMatch(first::hasDictionary)) {
            byte[] indices = new byte[length];
            int at = 0;
            for (RowValues part : parts) {
                System.arraycopy(((Indexed) part).indices, 0, indices, at, part.length());
                at += part.length();
            }
            return new Indexed(indices, first.dictionary);
        }
        float[] numbers = new float[length];
        int at = 0;
        for (RowValues part : parts) {
            part.copy(0, numbers, at, part.length());
            at += part.length();
        }
        return new Numbers(numbers);
    }

    /**
     * Numbers as they are.
     *
     * @param numbers in order
     */
    record Numbers(float[] numbers) implements RowValues {
        @Override
        public int length() {
            return numbers.length;
        }

        @Override
        public int bytesOfAValue() {
            return Float.BYTES;
        }

        @Override
        public void copy(int from, float[] into, int at, int count) {
            System.arraycopy(numbers, from, into, at, count);
        }

        @Override
        public RowValues range(int from, int to) {
            return new Numbers(Arrays.copyOfRange(numbers, from, to));
        }

        @Override
        public RowValues select(int width, int... rows) {
            float[] some = new float[Math.multiplyExact(rows.length, width)];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(numbers, rows[i] * width, some, i * width, width);
            }
            return new Numbers(some);
        }

        @Override
        public float[] toFloats() {
            return numbers;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /**
     * Bytes that stand for numbers.
     *
     * @param indices into the dictionary, unsigned
     * @param dictionary of 256 numbers at most
     */
    record Indexed(byte[] indices, float[] dictionary) implements RowValues {
        /** Checks that a byte can stand for each number. */
        public Indexed {
            if (dictionary.length > 1 << Byte.SIZE) {
                throw new IllegalArgumentException("expected at most 256 different values, found " + dictionary.length);
            }
        }

        private boolean hasDictionary(RowValues other) {
            return other instanceof Indexed that
                    && (dictionary == that.dictionary || Arrays.equals(dictionary, that.dictionary));
        }

        @Override
        public int length() {
            return indices.length;
        }

        @Override
        public int bytesOfAValue() {
            return Byte.BYTES;
        }

        @Override
        public void copy(int from, float[] into, int at, int count) {
            for (int i = 0; i < count; i++) {
                into[at + i] = dictionary[indices[from + i] & 0xFF];
            }
        }

        @Override
        public RowValues range(int from, int to) {
            return new Indexed(Arrays.copyOfRange(indices, from, to), dictionary);
        }

        @Override
        public RowValues select(int width, int... rows) {
            byte[] some = new byte[Math.multiplyExact(rows.length, width)];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(indices, rows[i] * width, some, i * width, width);
            }
            return new Indexed(some, dictionary);
        }

        @Override
        public float[] toFloats() {
            float[] numbers = new float[indices.length];
            copy(0, numbers, 0, numbers.length);
            return numbers;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
