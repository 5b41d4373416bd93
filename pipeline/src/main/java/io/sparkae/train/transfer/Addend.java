package io.sparkae.train.transfer;

import java.io.Serializable;

/** Values of one worker, or of several, on their way into a sum. */
public interface Addend extends Serializable {
    /** Number of values. */
    int length();

    /**
     * Adds the values to sums, each multiplied by {@code weight}.
     *
     * @param sums as many as there are values
     * @param weight rows that the values were computed from
     */
    void addTo(double[] sums, long weight);

    /** Bytes of the values when serialised. */
    long bytes();
}
