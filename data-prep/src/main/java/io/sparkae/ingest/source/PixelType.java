package io.sparkae.ingest.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Storage of pixel values in a {@link SourceBlock}. */
public enum PixelType {
    /** A whole grey value 0–255, one unsigned byte. */
    GREY(1) {
        @Override
        public float value(byte[] images, int index) {
            return images[index] & 0xFF;
        }
    },
    /** Any finite number, single precision, four bytes. */
    REAL(Float.BYTES) {
        @Override
        public float value(byte[] images, int index) {
            return (float) FLOATS.get(images, index * Float.BYTES);
        }
    };

    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private final int bytes;

    PixelType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes a pixel. */
    public int bytes() {
        return bytes;
    }

    /** The value of a pixel, counted from the first of all images in the array. */
    public abstract float value(byte[] images, int index);

    /** Stores a value of type {@link #REAL}. */
    static void putReal(byte[] images, int index, float value) {
        FLOATS.set(images, index * Float.BYTES, value);
    }
}
