package io.sparkae.rows;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.RandomAccessFile;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of this machine for values that the heap has no room for. It has no name, so that its room on the disk is free once
 * it is closed, or nothing refers to it any more. Rows are read one by one, through the system's cache, which takes what
 * memory there is; that is not counted as the process's.
 */
public final class RowFile implements Closeable {
    private final RandomAccessFile file;
    private long length;

    /**
     * Makes a file.
     *
     * @param folder of this machine, for temporary files
     * @throws IOException if none can be made there
     */
    public RowFile(Path folder) throws IOException {
        File named = Files.createTempFile(folder, "rows-", ".bin").toFile();
        file = new RandomAccessFile(named, "rw"); // unlike a channel's, its reads outlive an interrupted thread
        Files.delete(named.toPath());
    }

    /**
     * Appends values.
     *
     * @return the same values, read from the file when they are copied; they cannot be sent to another process
     * @throws IOException if they cannot be written
     */
    public synchronized RowValues append(RowValues values) throws IOException {
        long at = length;
        byte[] bytes;
        float[] dictionary = null;
        if (values instanceof RowValues.Indexed indexed) {
            bytes = indexed.indices();
            dictionary = indexed.dictionary();
        } else {
            float[] numbers = values.toFloats();
            bytes = new byte[Math.multiplyExact(numbers.length, Float.BYTES)];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .put(numbers);
        }
        file.seek(at);
        file.write(bytes);
        length += bytes.length;
        return new Stored(this, at, values.length(), dictionary);
    }

    private synchronized void read(long at, byte[] into) {
        try {
            file.seek(at);
            file.readFully(into);
        } catch (IOException e) {
            throw new UncheckedIOException("rows that the heap had no room for cannot be read again", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /**
     * Values in a file.
     *
     * @param file that holds them
     * @param at the first byte
     * @param length number of values
     * @param dictionary of the bytes; null if they are numbers, four bytes each
     */
    record Stored(RowFile file, long at, int length, float[] dictionary) implements RowValues {
        @Override
        public int bytesOfAValue() {
            return dictionary == null ? Float.BYTES : Byte.BYTES;
        }

        @Override
        public void copy(int from, float[] into, int start, int count) {
            inHeap(from, count).copy(0, into, start, count);
        }

        @Override
        public RowValues range(int from, int to) {
            return inHeap(from, to - from);
        }

        @Override
        public RowValues select(int width, int... rows) {
            return inHeap(0, length).select(width, rows);
        }

        @Override
        public float[] toFloats() {
            return inHeap(0, length).toFloats();
        }

        private RowValues inHeap(int from, int count) {
            byte[] bytes = new byte[Math.multiplyExact(count, bytesOfAValue())];
            file.read(at + (long) from * bytesOfAValue(), bytes);
            if (dictionary != null) {
                return RowValues.of(bytes, dictionary);
            }
            float[] numbers = new float[count];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(numbers);
            return RowValues.of(numbers);
        }

        /** A task in another process reads the rows from where they came from instead. */
        private Serializable writeReplace() throws NotSerializableException {
            throw new NotSerializableException("rows in a file of this machine");
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
