package io.sparkae.ingest;

import java.util.Arrays;

/** Counts an input's good rows by class. */
final class LabelCounts {
    private LabelCounts() {}

    /** The rows without a label first, then each class up to the largest label. */
    static long[] of(CheckedRows input) {
        long[] total = new long[1];
        for (SliceCount slice : input.counts()) {
            long[] labels = slice.labels();
            total = labels.length > total.length ? Arrays.copyOf(total, labels.length) : total;
            for (int i = 0; i < labels.length; i++) {
                total[i] += labels[i];
            }
        }
        return total;
    }
}
