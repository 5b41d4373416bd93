package io.sparkae.ingest;

import java.io.Serializable;

/**
 * Some rows on their way to their row group. Arrays are shared.
 *
 * @param places of the rows in their row group
 * @param ids of the rows
 * @param labels of the rows
 * @param images {@code [rows, pixels]}, as bytes of their pixel type
 */
record Piece(int[] places, long[] ids, int[] labels, byte[] images) implements Serializable {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
