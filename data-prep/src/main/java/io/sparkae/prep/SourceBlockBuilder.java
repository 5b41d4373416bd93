package io.sparkae.prep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects consecutive input rows into a {@link SourceBlock}. */
final class SourceBlockBuilder {
    /** Rows in a full block: with 784 pixels 0.8 MB. */
    static final int CAPACITY = 1024;

    private final int pixelsPerRow;
    private final int[] offsets = new int[CAPACITY];
    private final int[] labels = new int[CAPACITY];
    private final byte[] pixels;
    private final List<SourceBlock.RejectedRow> rejected = new ArrayList<>();
    private int rows;
    private int accepted;

    SourceBlockBuilder(int pixelsPerRow) {
        this.pixelsPerRow = pixelsPerRow;
        this.pixels = new byte[CAPACITY * pixelsPerRow];
    }

    boolean isFull() {
        return rows == CAPACITY;
    }

    /** Where the next good row's pixels go; they count once {@link #accept} is called. */
    byte[] pixels() {
        return pixels;
    }

    int nextOffset() {
        return accepted * pixelsPerRow;
    }

    void accept(int label) {
        offsets[accepted] = rows++;
        labels[accepted++] = label;
    }

    void reject(Rejection why) {
        rejected.add(new SourceBlock.RejectedRow(rows++, why));
    }

    SourceBlock build() {
        return new SourceBlock(
                rows,
                Arrays.copyOf(offsets, accepted),
                Arrays.copyOf(labels, accepted),
                Arrays.copyOf(pixels, accepted * pixelsPerRow),
                List.copyOf(rejected));
    }
}
