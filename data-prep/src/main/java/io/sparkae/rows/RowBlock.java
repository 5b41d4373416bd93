package io.sparkae.rows;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Some rows, packed into primitive arrays: what executors keep and hand around instead of an object a row. The arrays
 * are shared, not copied; whoever holds a block treats it as read-only. Equality is identity, as of arrays.
 *
 * @param ids of the rows
 * @param labels of the rows, {@link #NO_LABEL} where unknown
 * @param values the rows' values one after the other, {@code [rows, width]}
 * @param width values a row
 */
public record RowBlock(long[] ids, int[] labels, float[] values, int width) implements Serializable {
    /** Stands for an unknown label. */
    public static final int NO_LABEL = -1;

    /** Checks that the arrays belong together. */
    public RowBlock {
        if (labels.length != ids.length || values.length != (long) ids.length * width) {
            throw new IllegalArgumentException("block of " + ids.length + " rows of " + width + " values: found "
                    + labels.length + " labels and " + values.length + " values");
        }
    }

    /** How many rows. */
    public int rows() {
        return ids.length;
    }

    /** Some of the rows, copied, in this order. */
    public RowBlock select(int... rows) {
        RowBlockBuilder block = new RowBlockBuilder(width, rows.length);
        for (int row : rows) {
            block.add(ids[row], labels[row], Arrays.copyOfRange(values, row * width, (row + 1) * width));
        }
        return block.build();
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
