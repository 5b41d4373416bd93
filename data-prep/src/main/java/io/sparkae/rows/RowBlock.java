package io.sparkae.rows;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Rows packed into primitive arrays, which executors keep and exchange instead of one object per row. The arrays are
 * shared, not copied, and read-only by convention. Equality is identity, as of arrays.
 *
 * @param ids of the rows
 * @param labels of the rows, {@link #NO_LABEL} where unknown
 * @param packed values of the rows, row by row, {@code [rows, width]}
 * @param width values of a row
 */
public record RowBlock(long[] ids, int[] labels, RowValues packed, int width) implements Serializable {
    /** Rows of a block that is read or packed, at most: 3 MB of numbers with 784 features. */
    private static final int MOST_ROWS = 1024;

    /** Values of such a block of more than one row, at most: 64 MB of numbers. */
    private static final int MOST_VALUES = 1 << 24;

    /** The label of a row whose label is unknown. */
    public static final int NO_LABEL = -1;

    /** Checks that the arrays belong together. */
    public RowBlock {
        if (labels.length != ids.length || packed.length() != (long) ids.length * width) {
            throw new IllegalArgumentException("block of " + ids.length + " rows of " + width + " values: found "
                    + labels.length + " labels and " + packed.length() + " values");
        }
    }

    /** Rows whose values are numbers, {@code [rows, width]}. */
    public RowBlock(long[] ids, int[] labels, float[] values, int width) {
        this(ids, labels, RowValues.of(values), width);
    }

    /** Rows of a full block of rows of this width, where rows are read or packed. */
    public static int mostRows(int width) {
        return Math.max(1, Math.min(MOST_ROWS, MOST_VALUES / Math.max(1, width)));
    }

    /** The number of rows. */
    public int rows() {
        return ids.length;
    }

    /** The values as numbers, {@code [rows, width]}; a new array if the block holds bytes. */
    public float[] values() {
        return packed.toFloats();
    }

    /** The same rows with their values as numbers. */
    public RowBlock unpacked() {
        return new RowBlock(ids, labels, values(), width);
    }

    /** A copy of the rows with these indices, in this order. */
    public RowBlock select(int... rows) {
        long[] someIds = new long[rows.length];
        int[] someLabels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            someIds[i] = ids[rows[i]];
            someLabels[i] = labels[rows[i]];
        }
        return new RowBlock(someIds, someLabels, packed.select(width, rows), width);
    }

    /** The rows {@code from … to - 1}; the block itself if these are all, else a copy. */
    public RowBlock range(int from, int to) {
        return from == 0 && to == rows()
                ? this
                : new RowBlock(
                        Arrays.copyOfRange(ids, from, to),
                        Arrays.copyOfRange(labels, from, to),
                        packed.range(from * width, to * width),
                        width);
    }

    /**
     * All rows of some blocks, in order.
     *
     * @param blocks at least one
     * @throws IllegalArgumentException if their widths differ
     */
    public static RowBlock concat(List<RowBlock> blocks) {
        if (blocks.size() == 1) {
            return blocks.get(0);
        }
        int width = blocks.get(0).width();
        int rows = Math.toIntExact(blocks.stream().mapToLong(RowBlock::rows).sum());
        long[] ids = new long[rows];
        int[] labels = new int[rows];
        int at = 0;
        for (RowBlock block : blocks) {
            if (block.width() != width) {
                throw new IllegalArgumentException(
                        "expected rows of " + width + " values throughout, found " + block.width());
            }
            System.arraycopy(block.ids(), 0, ids, at, block.rows());
            System.arraycopy(block.labels(), 0, labels, at, block.rows());
            at += block.rows();
        }
        RowValues all = RowValues.concat(blocks.stream().map(RowBlock::packed).toList());
        return new RowBlock(ids, labels, all, width);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Collects rows into a {@link RowBlock}, growing up to a fixed number of rows. */
    public static final class Builder {
        private final int width;
        private final int capacity;
        private long[] ids;
        private int[] labels;
        private float[] values;
        private int rows;

        /**
         * @param width values of a row
         * @param capacity rows of a full block
         */
        public Builder(int width, int capacity) {
            this.width = width;
            this.capacity = capacity;
            int first = Math.min(capacity, 64);
            this.ids = new long[first];
            this.labels = new int[first];
            this.values = new float[Math.multiplyExact(first, width)];
        }

        /** Whether the block has {@code capacity} rows. */
        public boolean isFull() {
            return rows == capacity;
        }

        /**
         * Adds a row, copying its values.
         *
         * @param label null if unknown
         * @throws IllegalArgumentException if the row has another width
         */
        public void add(long id, Integer label, float[] row) {
            if (row.length != width) {
                throw new IllegalArgumentException(
                        "row " + id + " has " + row.length + " values, the rows before it have " + width);
            }
            if (rows == ids.length) {
                int larger = (int) Math.min(capacity, rows * 2L);
                ids = Arrays.copyOf(ids, larger);
                labels = Arrays.copyOf(labels, larger);
                values = Arrays.copyOf(values, Math.multiplyExact(larger, width));
            }
            ids[rows] = id;
            labels[rows] = label == null ? NO_LABEL : label;
            System.arraycopy(row, 0, values, rows * width, width);
            rows++;
        }

        /** The rows added so far, copied. */
        public RowBlock build() {
            return new RowBlock(
                    Arrays.copyOf(ids, rows), Arrays.copyOf(labels, rows), Arrays.copyOf(values, rows * width), width);
        }
    }
}
