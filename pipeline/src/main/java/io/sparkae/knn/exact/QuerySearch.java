package io.sparkae.knn.exact;

import io.sparkae.knn.search.NeighbourHeap;
import io.sparkae.knn.search.RowDistance;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.rows.RowBlock;
import java.util.Arrays;

/** The search of one query: its nearest so far, its candidates, and the limit below which a bound makes a candidate. */
final class QuerySearch {
    /** Above the error of a distance whose squares underflow; its square, above that of a squared distance. */
    private static final double TINY = 0x1p-55;

    private final ProjectedRows queries;
    private final int query;
    private final References references;
    private final SearchSettings settings;
    private final RowDistance rowDistance;
    private final double error;
    private final double projectionSlack;
    private final Candidates candidates = new Candidates();
    private final NeighbourHeap nearest;
    /** Upper bounds on the distances of the nearest, in single precision. */
    private final NeighbourHeap upperBounds;

    /** Upper bound on the k-th distance. */
    private double farthest = Double.POSITIVE_INFINITY;

    /** Upper bound on the distance between projections of a reference that may still enter. */
    private double reach = Double.POSITIVE_INFINITY;

    /** Largest bits of a bound that makes a candidate; at first those of the largest finite number, to exclude infinity. */
    private int limit = Float.floatToRawIntBits(Float.MAX_VALUE);

    /**
     * @param projectionSlack most that rounding adds to the squared distance of two projections
     * @param rowDistance working memory, shared by queries that take turns
     */
    QuerySearch(
            ProjectedRows queries,
            int query,
            References references,
            SearchSettings settings,
            double projectionSlack,
            RowDistance rowDistance) {
        this.queries = queries;
        this.query = query;
        this.references = references;
        this.settings = settings;
        this.projectionSlack = projectionSlack;
        this.rowDistance = rowDistance;
        this.error = settings.metric().approximationError(queries.rows().width());
        int k = Math.min(settings.k(), references.count());
        this.nearest = new NeighbourHeap(k);
        this.upperBounds = new NeighbourHeap(k);
    }

    /** Upper bound on the distance between projections of a reference that may still enter. */
    double reach() {
        return reach;
    }

    /**
     * Sets a first limit: measures the k references of the lowest bounds. They are not kept.
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
                largest = Math.max(largest, upperBound(approximate(reference)));
            }
        }
        lower(largest);
    }

    /** Adds the candidates among some references; parameters as of {@link #begin}. */
    void add(int[] bounds, int offset, int columns, int first) {
        int left = within(bounds, offset, offset + columns, limit);
        for (int j = offset; left > 0; j++) {
            if (bounds[j] <= limit) {
                if (candidates.isFull()) {
                    measure();
                    left = within(bounds, j, offset + columns, limit);
                    if (left == 0 || bounds[j] > limit) {
                        continue;
                    }
                }
                candidates.add(bounds[j], first + j - offset);
                left--;
            }
        }
    }

    /** The nearest of all candidates added. */
    NeighbourHeap result() {
        measure();
        if (nearest.size() < nearest.capacity() - (settings.leaveOneOut() ? 1 : 0)) {
            throw new IllegalStateException("row id " + queries.rows().ids()[query] + ": expected " + nearest.capacity()
                    + " neighbours, found " + nearest.size() + "; a bound is wrong");
        }
        return nearest;
    }

    /** Number of values that are at most {@code limit >= 0}. The hot loop: without a branch, so that it vectorises. */
    private static int within(int[] values, int from, int end, int limit) {
        int count = 0;
        int beyond = limit + 1;
        for (int i = from; i < end; i++) {
            count += (values[i] - beyond | values[i]) >>> 31;
        }
        return count;
    }

    /** Measures the candidates, first in single precision, then the remaining ones in full. */
    private void measure() {
        candidates.sort();
        rowDistance.from(queries.rows(), query);
        int kept = 0;
        for (int i = 0; i < candidates.size() && candidates.bits(i) <= limit; i++) {
            int reference = candidates.reference(i);
            if (!isItself(reference)) {
                double approximate = approximate(reference);
                double lowerBound = approximate * (1 - error) - TINY;
                if (lowerBound <= farthest) {
                    upperBounds.offer(upperBound(approximate), reference, 0);
                    lower(upperBounds.worstDistance());
                    candidates.set(kept++, Float.floatToRawIntBits((float) Math.max(0, lowerBound)), reference);
                }
            }
        }
        for (int i = 0; i < kept; i++) {
            if (Math.nextDown(Float.intBitsToFloat(candidates.bits(i))) <= farthest) {
                measure(candidates.reference(i));
            }
        }
        candidates.truncate(0);
    }

    private void measure(int reference) {
        RowBlock block = references.block(reference);
        int row = references.rowOf()[reference];
        double distance = settings.metric().distance(rowDistance, block, row);
        nearest.offer(distance, block.ids()[row], block.labels()[row]);
    }

    private double approximate(int reference) {
        return settings.metric()
                .approximate(
                        rowDistance, references.block(reference), references.rowOf()[reference]);
    }

    private double upperBound(double approximate) {
        return approximate * (1 + error) + TINY;
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
            reach = Math.sqrt(squared + projectionSlack);
            limit = Float.floatToRawIntBits(Math.min(Float.MAX_VALUE, Math.nextUp((float) squared)));
        }
    }

    /**
     * References not yet measured, with bounds of their squared distances. Measured from the lowest bound on, they lower the
     * k-th distance at once, so that most others are never measured.
     */
    private static final class Candidates {
        private static final int CAPACITY = 512;

        /** The bits of a non-negative float, then a reference, in one number: ordered as the floats. */
        private long[] entries = new long[64];

        private int size;

        /** Adds a reference; {@code bits} are those of the squared distance, negative ones stand for about 0. */
        void add(int bits, int reference) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, Math.min(CAPACITY, 2 * size));
            }
            set(size++, bits, reference);
        }

        boolean isFull() {
            return size == CAPACITY;
        }

        int size() {
            return size;
        }

        void sort() {
            Arrays.sort(entries, 0, size);
        }

        int bits(int i) {
            return (int) (entries[i] >> 32);
        }

        int reference(int i) {
            return (int) entries[i];
        }

        /** Overwrites an entry. */
        void set(int i, int bits, int reference) {
            entries[i] = (long) bits << 32 | reference;
        }

        /** Removes all entries but the first {@code count}. */
        void truncate(int count) {
            size = count;
        }
    }
}
