package io.sparkae.platform;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies between Java's arrays and ND4J's native buffers in bulk; ND4J's own conversions go element by element.
 * Arrays are single precision, rows one after the other ('c' order).
 */
public final class NativeArrays {
    static {
        BlasKernels.choose();
    }

    private NativeArrays() {}

    /** A new array {@code [rows, columns]} with undefined content. */
    public static INDArray uninitialised(long rows, long columns) {
        return Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c');
    }

    /** A new array {@code [rows, columns]} with the first {@code rows·columns} values. */
    public static INDArray matrix(float[] values, int rows, int columns) {
        return matrix(values, 0, rows, columns);
    }

    /** A new array {@code [rows, columns]} with the {@code rows·columns} values from {@code offset} on. */
    public static INDArray matrix(float[] values, int offset, int rows, int columns) {
        INDArray array = uninitialised(rows, columns);
        if (array.length() > 0) {
            ((FloatPointer) array.data().pointer()).put(values, offset, Math.multiplyExact(rows, columns));
        }
        return array;
    }

    /** Overwrites the first {@code count} elements of an array that owns its buffer. */
    public static void put(float[] values, int count, INDArray into) {
        requireWhole(into);
        if (count > 0) {
            ((FloatPointer) into.data().pointer()).put(values, 0, count);
        }
    }

    /** All elements, row by row. */
    public static float[] get(INDArray array) {
        float[] values = new float[Math.toIntExact(array.length())];
        get(array, values);
        return values;
    }

    /** Copies all elements, row by row, to the beginning of {@code into}. */
    public static void get(INDArray array, float[] into) {
        INDArray whole = isWhole(array) ? array : array.dup('c');
        if (whole.length() > 0) {
            ((FloatPointer) whole.data().pointer()).get(into, 0, Math.toIntExact(whole.length()));
        }
    }

    private static void requireWhole(INDArray array) {
        if (!isWhole(array)) {
            throw new IllegalArgumentException("expected a single-precision array in 'c' order that owns its buffer,"
                    + " found " + array.shapeInfoToString());
        }
    }

    private static boolean isWhole(INDArray array) {
        return array.dataType() == DataType.FLOAT
                && array.offset() == 0
                && array.length() == array.data().length()
                && (array.ordering() == 'c' || array.rank() < 2 || array.isVector());
    }
}
