package io.sparkae.ingest;

import io.sparkae.rows.Split;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partitioner;

/**
 * Maps positions to splits, files and row groups. As a partitioner it sends a row group, by its {@link #key}, to the task
 * that writes its file; keys are in the order of rows.
 */
final class Layout extends Partitioner {
    private static final long serialVersionUID = 1L;
    private static final int GROUP_BITS = 32;
    /** Pixels of a row group: large enough for pages to be, small enough for a task to hold several. */
    private static final int GROUP_PIXELS = 6_400_000;

    private static final int MOST_GROUP_ROWS = 1 << 14;

    /**
     * A file of a split.
     *
     * @param split it belongs to
     * @param number among that split's files
     * @param from its first position
     * @param to the position after its last
     */
    record Part(Split split, int number, long from, long to) implements Serializable {}

    private final List<Part> parts = new ArrayList<>();
    private final int groupRows;

    /** @param pixels of an image */
    Layout(int pixels) {
        this.groupRows = Math.max(1, Math.min(MOST_GROUP_ROWS, GROUP_PIXELS / pixels));
    }

    /** Appends a split in {@code files} files, at most one per row. */
    Layout with(Split split, long rows, int files) {
        long start = parts.isEmpty() ? 0 : parts.get(parts.size() - 1).to();
        int count = (int) Math.min(files, rows);
        for (int number = 0; number < count; number++) {
            parts.add(new Part(split, number, start + rows * number / count, start + rows * (number + 1) / count));
        }
        return this;
    }

    Part part(int partition) {
        return parts.get(partition);
    }

    /** The row group of a position. */
    long key(long position) {
        int low = 0;
        int high = parts.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (parts.get(middle).from() <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return (long) low << GROUP_BITS | (position - parts.get(low).from()) / groupRows;
    }

    /** The first position of a row group. */
    long first(long key) {
        return parts.get(getPartition(key)).from() + (key & 0xFFFF_FFFFL) * groupRows;
    }

    /** The rows of a row group. */
    int rows(long key) {
        return (int) Math.min(groupRows, parts.get(getPartition(key)).to() - first(key));
    }

    @Override
    public int numPartitions() {
        return parts.size();
    }

    @Override
    public int getPartition(Object key) {
        return (int) ((Long) key >>> GROUP_BITS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Layout that && groupRows == that.groupRows && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }
}
