package io.sparkae.ingest.source;

import java.io.Serializable;
import java.util.List;

/**
 * Consecutive rows of an input, checked: the good ones packed, the bad ones with their reasons. Arrays are shared.
 *
 * @param slice the number of the slice they are from
 * @param rows how many rows were read, good and bad
 * @param offsets of the good rows among those, ascending
 * @param labels of the good rows, {@link io.sparkae.rows.RowBlock#NO_LABEL} where unknown
 * @param images of the good rows, {@code [good rows, pixels]}, each pixel as its {@link PixelType} says
 * @param rejected the bad rows
 */
public record SourceBlock(int slice, int rows, int[] offsets, int[] labels, byte[] images, List<RejectedRow> rejected)
        implements Serializable {

    /**
     * A bad row.
     *
     * @param offset among the block's rows
     * @param why it is bad
     */
    public record RejectedRow(int offset, Rejection why) implements Serializable {}

    /** How many good rows. */
    public int accepted() {
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
