package io.sparkae.model.compute;

import org.bytedeco.javacpp.FloatPointer;

/** A network's parameters and their gradient, one after the other, in Java's memory and in native memory. */
final class Parameters {
    private final float[] values;
    private final float[] gradient;
    private final FloatPointer nativeValues;
    private final FloatPointer nativeGradient;

    Parameters(int count) {
        values = new float[count];
        gradient = new float[count];
        nativeValues = new FloatPointer(Math.max(1, count));
        nativeGradient = new FloatPointer(Math.max(1, count));
    }

    float[] values() {
        return values;
    }

    float[] gradient() {
        return gradient;
    }

    /** Copies changed values to native memory. */
    void toNative() {
        nativeValues.put(values, 0, values.length);
    }

    FloatPointer nativeValues(int at) {
        return nativeValues.getPointer(at);
    }

    FloatPointer nativeGradient(int at) {
        return nativeGradient.getPointer(at);
    }

    /** Copies a part of the gradient from native memory. */
    void fetchGradient(int at, int count) {
        nativeGradient(at).get(gradient, at, count);
    }
}
