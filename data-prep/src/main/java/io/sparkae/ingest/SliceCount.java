package io.sparkae.ingest;

import io.sparkae.ingest.source.SourceBlock;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What one slice of an input holds, counted block by block. */
final class SliceCount implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int slice;
    private final Map<String, RejectionTally> reasons = new HashMap<>();
    private long rows;
    private long accepted;
    /** By class, shifted by one: the first are the rows without a label. */
    private long[] labels = new long[1];

    SliceCount(int slice) {
        this.slice = slice;
    }

    void add(SourceBlock block) {
        for (SourceBlock.RejectedRow bad : block.rejected()) {
            RejectionTally one =
                    new RejectionTally(1, rows + bad.offset(), bad.why().detail());
            reasons.merge(bad.why().reason(), one, RejectionTally::plus);
        }
        for (int label : block.labels()) {
            if (label + 1 >= labels.length) {
                labels = Arrays.copyOf(labels, label + 2);
            }
            labels[label + 1]++;
        }
        rows += block.rows();
        accepted += block.accepted();
    }

    /** Which slice of the source. */
    int slice() {
        return slice;
    }

    /** Good rows and bad ones. */
    long rows() {
        return rows;
    }

    /** Good rows. */
    long accepted() {
        return accepted;
    }

    /** Good rows by class, the first of the array being those without a label. */
    long[] labels() {
        return labels;
    }

    /** The bad rows by reason, their rows counted from the slice's first. */
    Map<String, RejectionTally> reasons() {
        return reasons;
    }
}
