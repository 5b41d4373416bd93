package io.sparkae.rows;

import java.util.Arrays;

/** Collects rows into a {@link RowBlock}, growing up to a fixed number of rows. */
final class RowBlockBuilder {
    private final int width;
    private final int capacity;
    private long[] ids;
    private int[] labels;
    private float[] values;
    private int rows;

    RowBlockBuilder(int width, int capacity) {
        this.width = width;
        this.capacity = capacity;
        int first = Math.min(capacity, 64);
        this.ids = new long[first];
        this.labels = new int[first];
        this.values = new float[Math.multiplyExact(first, width)];
    }

    boolean isFull() {
        return rows == capacity;
    }

    void add(long id, Integer label, float[] row) {
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
        labels[rows] = label == null ? RowBlock.NO_LABEL : label;
        System.arraycopy(row, 0, values, rows * width, width);
        rows++;
    }

    RowBlock build() {
        return new RowBlock(
                Arrays.copyOf(ids, rows), Arrays.copyOf(labels, rows), Arrays.copyOf(values, rows * width), width);
    }
}
