package io.sparkae.ingest;

import java.io.Serializable;
import java.util.List;

/** For each slice of an input how many rows came before it: of all, of the good ones, of the good ones of each class. */
final class RowStarts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] rows;
    private final long[] accepted;
    private final long[][] labels;

    /** @param classes more than any label */
    RowStarts(List<SliceCount> counts, int classes) {
        int slices = counts.size();
        rows = new long[slices];
        accepted = new long[slices];
        labels = new long[slices][classes + 1];
        for (int slice = 1; slice < slices; slice++) {
            SliceCount before = counts.get(slice - 1);
            rows[slice] = rows[slice - 1] + before.rows();
            accepted[slice] = accepted[slice - 1] + before.accepted();
            labels[slice] = labels[slice - 1].clone();
            for (int i = 0; i < before.labels().length; i++) {
                labels[slice][i] += before.labels()[i];
            }
        }
    }

    /** Rows before a slice's first. */
    long rows(int slice) {
        return rows[slice];
    }

    /** Good rows before a slice's first. */
    long accepted(int slice) {
        return accepted[slice];
    }

    /** Good rows before a slice's first, by class, those without a label first; a copy. */
    long[] labels(int slice) {
        return labels[slice].clone();
    }
}
