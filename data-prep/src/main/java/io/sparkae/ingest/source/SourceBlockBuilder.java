package io.sparkae.ingest.source;

import io.sparkae.rows.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects consecutive input rows into a {@link SourceBlock}. */
public final class SourceBlockBuilder {
    private static final int MOST_ROWS = 1024;
    private static final int ENOUGH_BYTES = 1 << 20;

    private final int slice;
    private final int bytesPerRow;
    private final int defaultLabel;
    private final int[] offsets;
    private final int[] labels;
    private final byte[] images;
    private final List<SourceBlock.RejectedRow> rejected = new ArrayList<>();
    private int rows;
    private int accepted;

    /**
     * @param slice the number of the slice that rows are from
     * @param bytesPerRow of a row's pixels
     * @param defaultLabel of rows that have none
     */
    SourceBlockBuilder(int slice, int bytesPerRow, int defaultLabel) {
        this.slice = slice;
        this.bytesPerRow = bytesPerRow;
        this.defaultLabel = defaultLabel;
        int capacity = Math.max(1, Math.min(MOST_ROWS, ENOUGH_BYTES / bytesPerRow));
        this.offsets = new int[capacity];
        this.labels = new int[capacity];
        this.images = new byte[capacity * bytesPerRow];
    }

    boolean isFull() {
        return rows == offsets.length;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** Where the next good row's pixels go; they count once {@link #accept} is called. */
    public byte[] images() {
        return images;
    }

    /** The first byte of {@link #images()} for the next good row. */
    public int nextOffset() {
        return accepted * bytesPerRow;
    }

    /** Takes the row whose pixels were put in place. */
    public void accept(int label) {
        offsets[accepted] = rows++;
        labels[accepted++] = label == RowBlock.NO_LABEL ? defaultLabel : label;
    }

    /** Counts a bad row. */
    public void reject(Rejection why) {
        rejected.add(new SourceBlock.RejectedRow(rows++, why));
    }

    SourceBlock build() {
        return new SourceBlock(
                slice,
                rows,
                Arrays.copyOf(offsets, accepted),
                Arrays.copyOf(labels, accepted),
                Arrays.copyOf(images, accepted * bytesPerRow),
                List.copyOf(rejected));
    }
}
