package io.sparkae.model.compute;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Values between two layers for a minibatch, and the loss's gradient by them ("deltas"),
 * both {@code [rows, width]}, in Java's memory for loops and in native memory for products.
 */
final class Slot {
    private final int width;
    private int capacity;
    private float[] values = {};
    private float[] deltas = {};
    private FloatPointer nativeValues;
    private FloatPointer nativeDeltas;

    Slot(int width) {
        this.width = width;
    }

    int width() {
        return width;
    }

    /** Makes room; what was there is lost if there was too little. */
    void allocate(int rows) {
        if (rows > capacity) {
            capacity = rows;
            int size = Math.multiplyExact(rows, width);
            values = new float[size];
            deltas = new float[size];
            nativeValues = new FloatPointer(size);
            nativeDeltas = new FloatPointer(size);
        }
    }

    float[] values() {
        return values;
    }

    float[] deltas() {
        return deltas;
    }

    FloatPointer nativeValues() {
        return nativeValues;
    }

    FloatPointer nativeDeltas() {
        return nativeDeltas;
    }

    void valuesFromNative(int rows) {
        nativeValues.get(values, 0, rows * width);
    }

    void valuesToNative(int rows) {
        nativeValues.put(values, 0, rows * width);
    }

    void deltasFromNative(int rows) {
        nativeDeltas.get(deltas, 0, rows * width);
    }

    void deltasToNative(int rows) {
        nativeDeltas.put(deltas, 0, rows * width);
    }
}
