package io.sparkae.train.transfer;

/** Floats in the form in which they are sent. */
public interface Packed extends Addend {
    /** The values; an array that others may hold, too, so it is only read. */
    float[] values();

    @Override
    default void addTo(double[] sums, long weight) {
        float[] values = values();
        for (int i = 0; i < values.length; i++) {
            sums[i] += values[i] * (double) weight;
        }
    }
}
