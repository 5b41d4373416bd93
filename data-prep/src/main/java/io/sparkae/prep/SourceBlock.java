package io.sparkae.prep;

import java.io.Serializable;
import java.util.List;

/**
 * Consecutive rows of an input, checked: the good ones packed, the bad ones with their reasons. Arrays are shared.
 *
 * @param rows how many rows were read, good and bad
 * @param offsets of the good rows among those, ascending
 * @param labels of the good rows
 * @param pixels of the good rows, one unsigned byte each, {@code [good rows, pixels]}
 * @param rejected the bad rows
 */
record SourceBlock(int rows, int[] offsets, int[] labels, byte[] pixels, List<RejectedRow> rejected)
        implements Serializable {

    /**
     * A bad row.
     *
     * @param offset among the block's rows
     * @param why it is bad
     */
    record RejectedRow(int offset, Rejection why) implements Serializable {}

    int accepted() {
        return offsets.length;
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
