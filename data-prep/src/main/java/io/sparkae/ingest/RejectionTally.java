package io.sparkae.ingest;

import java.io.Serializable;

/**
 * How often one reason for rejection occurred.
 *
 * @param count rows rejected for it
 * @param firstRow the first such row's number
 * @param firstDetail what was wrong with that row
 */
record RejectionTally(long count, long firstRow, String firstDetail)
        implements Serializable, Comparable<RejectionTally> {

    /** The same tally with its row counted from another start, and said to be of a file if that is not clear. */
    RejectionTally of(long start, String file) {
        return new RejectionTally(count, start + firstRow, file.isEmpty() ? firstDetail : file + ": " + firstDetail);
    }

    /** Both together; the receiver's rows come first. */
    RejectionTally plus(RejectionTally later) {
        return new RejectionTally(count + later.count, firstRow, firstDetail);
    }

    String describe(String reason) {
        return count + " × " + reason + " (first in row " + firstRow + ": " + firstDetail + ")";
    }

    /** The commonest first; among equals, the one seen first. */
    @Override
    public int compareTo(RejectionTally other) {
        int byCount = Long.compare(other.count, count);
        return byCount != 0 ? byCount : Long.compare(firstRow, other.firstRow);
    }
}
