package io.sparkae.rows;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.SparkFiles;

/**
 * Values in a file of this machine, mapped into memory, for rows that the heap has no room for: the system keeps in memory
 * what fits and reads the rest again. The file is in Spark's folder for temporary files and has no name: its room is free
 * once nothing refers to these values. Where they are sent to another process, that has a file of its own.
 */
public final class MappedValues implements RowValues, Externalizable {
    private static final long serialVersionUID = 1L;
    private static final int CHUNK = 1 << 16;

    private transient ByteBuffer bytes;
    /** What the bytes stand for; null if they are numbers, four bytes each. */
    private transient float[] dictionary;

    /** For {@link Externalizable}. */
    public MappedValues() {}

    private MappedValues(ByteBuffer bytes, float[] dictionary) {
        this.bytes = bytes;
        this.dictionary = dictionary;
    }

    /**
     * The same values in a file.
     *
     * @throws IOException if it cannot be written
     */
    public static RowValues of(RowValues values) throws IOException {
        if (values instanceof Indexed indexed) {
            return new MappedValues(mapped(ByteBuffer.wrap(indexed.indices())), indexed.dictionary());
        }
        if (values instanceof Numbers numbers) {
            ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(numbers.length(), Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            all.asFloatBuffer().put(numbers.numbers());
            return new MappedValues(mapped(all), null);
        }
        return values;
    }

    private static ByteBuffer mapped(ByteBuffer content) throws IOException {
        Path file = Files.createTempFile(Path.of(SparkFiles.getRootDirectory()), "rows-", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
            MappedByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return all.order(ByteOrder.LITTLE_ENDIAN);
        } finally {
            Files.delete(file); // the mapping stays
        }
    }

    @Override
    public int length() {
        return bytes.capacity() / bytesOfAValue();
    }

    @Override
    public int bytesOfAValue() {
        return dictionary == null ? Float.BYTES : Byte.BYTES;
    }

    @Override
    public void copy(int from, float[] into, int at, int count) {
        if (dictionary == null) {
            bytes.slice(from * Float.BYTES, count * Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(into, at, count);
        } else {
            new Indexed(indices(from, count), dictionary).copy(0, into, at, count);
        }
    }

    private byte[] indices(int from, int count) {
        byte[] some = new byte[count];
        bytes.get(from, some);
        return some;
    }

    @Override
    public RowValues range(int from, int to) {
        if (dictionary != null) {
            return new Indexed(indices(from, to - from), dictionary);
        }
        float[] some = new float[to - from];
        copy(from, some, 0, some.length);
        return new Numbers(some);
    }

    @Override
    public RowValues select(int width, int... rows) {
        byte[] some = new byte[dictionary == null ? 0 : Math.multiplyExact(rows.length, width)];
        float[] numbers = new float[dictionary == null ? Math.multiplyExact(rows.length, width) : 0];
        for (int i = 0; i < rows.length; i++) {
            if (dictionary == null) {
                copy(rows[i] * width, numbers, i * width, width);
            } else {
                bytes.get(rows[i] * width, some, i * width, width);
            }
        }
        return dictionary == null ? new Numbers(numbers) : new Indexed(some, dictionary);
    }

    @Override
    public float[] toFloats() {
        float[] numbers = new float[length()];
        copy(0, numbers, 0, numbers.length);
        return numbers;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeObject(dictionary);
        out.writeInt(bytes.capacity());
        byte[] chunk = new byte[CHUNK];
        for (int at = 0; at < bytes.capacity(); at += CHUNK) {
            int some = Math.min(CHUNK, bytes.capacity() - at);
            bytes.get(at, chunk, 0, some);
            out.write(chunk, 0, some);
        }
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
        dictionary = (float[]) in.readObject();
        byte[] content = new byte[in.readInt()];
        in.readFully(content);
        bytes = mapped(ByteBuffer.wrap(content));
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
