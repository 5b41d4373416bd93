package io.sparkae.train.transfer;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A float array serialised as one block of bytes. Java's serialisation converts floats one at a time, which took a tenth
 * of a round.
 */
public final class PackedFloats implements Packed, Externalizable {
    private static final long serialVersionUID = 1L;

    private float[] values;

    /** For deserialisation. */
    public PackedFloats() {
        this(new float[0]);
    }

    /** Does not copy the array. */
    public PackedFloats(float[] values) {
        this.values = values;
    }

    /** The array, shared. */
    @Override
    public float[] values() {
        return values;
    }

    @Override
    public int length() {
        return values.length;
    }

    @Override
    public long bytes() {
        return (long) Float.BYTES * values.length;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        byte[] bytes = new byte[values.length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().put(values);
        out.writeBoolean(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
        out.writeInt(values.length);
        out.write(bytes);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        ByteOrder order = in.readBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        values = new float[in.readInt()];
        byte[] bytes = new byte[values.length * Float.BYTES];
        in.readFully(bytes);
        ByteBuffer.wrap(bytes).order(order).asFloatBuffer().get(values);
    }
}
