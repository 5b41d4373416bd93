package io.sparkae.ingest;

import io.sparkae.ingest.source.SourceBlock;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Row counts of one slice of an input. */
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

    /** The rejected rows by reason, their rows counted from the slice's first. */
    Map<String, RejectionTally> reasons() {
        return reasons;
    }

    /**
     * How often one reason for rejection occurred.
     *
     * @param count rows rejected for it
     * @param firstRow the first such row's number
     * @param firstDetail what was wrong with that row
     */
    record RejectionTally(long count, long firstRow, String firstDetail)
            implements Serializable, Comparable<RejectionTally> {

        /** The tally with row numbers shifted by {@code start} and, unless {@code file} is empty, the file named in the detail. */
        RejectionTally of(long start, String file) {
            return new RejectionTally(
                    count, start + firstRow, file.isEmpty() ? firstDetail : file + ": " + firstDetail);
        }

        /** The sum of two tallies; this one's rows come first. */
        RejectionTally plus(RejectionTally later) {
            return new RejectionTally(count + later.count, firstRow, firstDetail);
        }

        String describe(String reason) {
            return count + " × " + reason + " (first in row " + firstRow + ": " + firstDetail + ")";
        }

        /** The most frequent first; ties by first row. */
        @Override
        public int compareTo(RejectionTally other) {
            int byCount = Long.compare(other.count, count);
            return byCount != 0 ? byCount : Long.compare(firstRow, other.firstRow);
        }
    }
}
