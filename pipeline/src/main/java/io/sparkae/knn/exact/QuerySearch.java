package io.sparkae.knn.exact;

import io.sparkae.knn.search.NeighbourHeap;
import io.sparkae.knn.search.RowDistance;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.rows.RowBlock;

/** The search of one query: its nearest so far, what it has yet to measure, and how near that must be to count. */
final class QuerySearch {
    /** More than squares that underflow can make a distance wrong by; and its square, for squared distances. */
    private static final double TINY = 0x1p-55;

    private final Points queries;
    private final int query;
    private final References references;
    private final SearchSettings settings;
    private final RowDistance rowDistance;
    private final double error;
    private final double imageSlack;
    private final Shortlist shortlist = new Shortlist();
    private final NeighbourHeap nearest;
    /** How far the nearest are at most, by a rough measure. */
    private final NeighbourHeap upperBounds;

    /** So far away at most are k references known to be. */
    private double farthest = Double.POSITIVE_INFINITY;

    private double reach = Double.POSITIVE_INFINITY;

    /** What the bits of a bound may be at most: those of the largest finite number, so that infinity never enters. */
    private int limit = Float.floatToRawIntBits(Float.MAX_VALUE);

    /**
     * @param imageSlack what rounding adds to the squared distance of two images at most
     * @param rowDistance to work with; shared by queries that take turns
     */
    QuerySearch(
            Points queries,
            int query,
            References references,
            SearchSettings settings,
            double imageSlack,
            RowDistance rowDistance) {
        this.queries = queries;
        this.query = query;
        this.references = references;
        this.settings = settings;
        this.imageSlack = imageSlack;
        this.rowDistance = rowDistance;
        this.error = settings.metric().aboutError(queries.rows().width());
        int k = Math.min(settings.k(), references.count());
        this.nearest = new NeighbourHeap(k);
        this.upperBounds = new NeighbourHeap(k);
    }

    /** How far images of what could still enter may be. */
    double reach() {
        return reach;
    }

    /**
     * Measures as many references as are asked for, those of the lowest bounds, for a first limit; they are not kept.
     *
     * @param bounds bits of bounds, {@code columns} from {@code offset} on
     * @param first reference
     */
    void begin(int[] bounds, int offset, int columns, int first) {
        int wanted = nearest.capacity() + (settings.leaveOneOut() ? 1 : 0);
        if (farthest < Double.POSITIVE_INFINITY || columns < wanted) {
            return;
        }
        NeighbourHeap lowest = new NeighbourHeap(wanted);
        for (int j = 0; j < columns; j++) {
            lowest.offer(bounds[offset + j], j, 0);
        }
        rowDistance.from(queries.rows(), query);
        double largest = 0;
        for (long j : lowest.ids()) {
            int reference = first + (int) j;
            if (!isItself(reference)) {
                largest = Math.max(largest, upperBound(about(reference)));
            }
        }
        lower(largest);
    }

    /** Puts on the shortlist what may be among the nearest; parameters as before. */
    void add(int[] bounds, int offset, int columns, int first) {
        int left = within(bounds, offset, offset + columns, limit);
        for (int j = offset; left > 0; j++) {
            if (bounds[j] <= limit) {
                if (shortlist.isFull()) {
                    measure();
                    left = within(bounds, j, offset + columns, limit);
                    if (left == 0 || bounds[j] > limit) {
                        continue;
                    }
                }
                shortlist.add(bounds[j], first + j - offset);
                left--;
            }
        }
    }

    /** The nearest of all that was added. */
    NeighbourHeap result() {
        measure();
        if (nearest.size() < nearest.capacity() - (settings.leaveOneOut() ? 1 : 0)) {
            throw new IllegalStateException("row id " + queries.rows().ids()[query] + ": expected " + nearest.capacity()
                    + " neighbours, found " + nearest.size() + "; a bound is wrong");
        }
        return nearest;
    }

    /** How many values are at most {@code limit}, a number from 0 on: the hot loop, without a branch so that it vectorises. */
    private static int within(int[] values, int from, int end, int limit) {
        int count = 0;
        int beyond = limit + 1;
        for (int i = from; i < end; i++) {
            count += (values[i] - beyond | values[i]) >>> 31;
        }
        return count;
    }

    /** Measures the shortlist, first roughly, then what is left of it in full. */
    private void measure() {
        shortlist.sort();
        rowDistance.from(queries.rows(), query);
        int kept = 0;
        for (int i = 0; i < shortlist.size() && shortlist.bits(i) <= limit; i++) {
            int reference = shortlist.reference(i);
            if (!isItself(reference)) {
                double about = about(reference);
                double lowerBound = about * (1 - error) - TINY;
                if (lowerBound <= farthest) {
                    upperBounds.offer(upperBound(about), reference, 0);
                    lower(upperBounds.worstDistance());
                    shortlist.set(kept++, Float.floatToRawIntBits((float) Math.max(0, lowerBound)), reference);
                }
            }
        }
        for (int i = 0; i < kept; i++) {
            if (Math.nextDown(Float.intBitsToFloat(shortlist.bits(i))) <= farthest) {
                measure(shortlist.reference(i));
            }
        }
        shortlist.truncate(0);
    }

    private void measure(int reference) {
        RowBlock block = references.block(reference);
        int row = references.rowOf()[reference];
        double distance = settings.metric().distance(queries.rows(), query, block, row);
        nearest.offer(distance, block.ids()[row], block.labels()[row]);
    }

    private double about(int reference) {
        return settings.metric()
                .about(
                        rowDistance,
                        queries.rows(),
                        query,
                        references.block(reference),
                        references.rowOf()[reference]);
    }

    private double upperBound(double about) {
        return about * (1 + error) + TINY;
    }

    private boolean isItself(int reference) {
        return settings.leaveOneOut()
                && queries.rows().ids()[query]
                        == references.block(reference).ids()[references.rowOf()[reference]];
    }

    private void lower(double distance) {
        if (distance < farthest) {
            farthest = distance;
            double squared = settings.metric()
                            .squaredOfComparable(farthest, queries.rows().width())
                    + TINY * TINY;
            reach = Math.sqrt(squared + imageSlack);
            limit = Float.floatToRawIntBits(Math.min(Float.MAX_VALUE, Math.nextUp((float) squared)));
        }
    }
}
