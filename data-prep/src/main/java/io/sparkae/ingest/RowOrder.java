package io.sparkae.ingest;

import io.sparkae.settings.Seeds;
import java.io.Serializable;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Bijection of the accepted rows of an input to positions in the dataset. */
interface RowOrder extends Serializable {
    /**
     * A row's position.
     *
     * @param rank of the row among all accepted rows of the input
     * @param label its class, or {@link io.sparkae.rows.RowBlock#NO_LABEL}
     * @param rankInClass of the row among the accepted rows of that class
     */
    long position(long rank, int label, long rankInClass);

    /**
     * A shuffle of all rows, whatever their class.
     *
     * @param shuffle of the ranks
     */
    record PlainOrder(Permutation shuffle) implements RowOrder {
        @Override
        public long position(long rank, int label, long rankInClass) {
            return shuffle.apply(rank);
        }
    }

    /** Input order. */
    record InputOrder() implements RowOrder {
        @Override
        public long position(long rank, int label, long rankInClass) {
            return rank;
        }
    }

    /**
     * A shuffle in which the rows held out, those with the first positions, have the same share of every class. Each class
     * is shuffled by itself and its first rows are held out; then what is held out and what is not are shuffled once more,
     * so that classes are mixed. Rows without a label count as a class.
     */
    final class StratifiedOrder implements RowOrder {
        private static final long serialVersionUID = 1L;

        private final long[] held;
        private final long[] heldBefore;
        private final long[] keptBefore;
        private final Permutation[] withinClass;
        private final Permutation amongHeld;
        private final Permutation amongKept;
        private final long totalHeld;

        /**
         * @param rowsOfClass accepted rows by class, those without a label first
         * @param toHold number of rows to hold out
         */
        StratifiedOrder(long[] rowsOfClass, long toHold, long seed) {
            this.held = apportion(rowsOfClass, toHold);
            this.heldBefore = new long[held.length];
            this.keptBefore = new long[held.length];
            this.withinClass = new Permutation[held.length];
            long total = 0;
            for (int c = 0; c < held.length; c++) {
                withinClass[c] = new Permutation(rowsOfClass[c], Seeds.of(seed, "ingest.stratum", c));
                if (c > 0) {
                    heldBefore[c] = heldBefore[c - 1] + held[c - 1];
                    keptBefore[c] = keptBefore[c - 1] + rowsOfClass[c - 1] - held[c - 1];
                }
                total += rowsOfClass[c];
            }
            this.totalHeld = toHold;
            this.amongHeld = new Permutation(toHold, Seeds.of(seed, "ingest.held"));
            this.amongKept = new Permutation(total - toHold, Seeds.of(seed, "ingest.kept"));
        }

        @Override
        public long position(long rank, int label, long rankInClass) {
            int c = label + 1;
            long within = withinClass[c].apply(rankInClass);
            return within < held[c]
                    ? amongHeld.apply(heldBefore[c] + within)
                    : totalHeld + amongKept.apply(keptBefore[c] + within - held[c]);
        }

        /**
         * Shares out rows to hold among classes in proportion, by the largest-remainder method (Hamilton's); ties go to the
         * class with the smaller number.
         */
        static long[] apportion(long[] rowsOfClass, long toHold) {
            long total = 0;
            for (long rows : rowsOfClass) {
                total += rows;
            }
            long[] shares = new long[rowsOfClass.length];
            long[] remainders = new long[rowsOfClass.length];
            long left = toHold;
            for (int c = 0; c < shares.length; c++) {
                shares[c] = Math.multiplyExact(rowsOfClass[c], toHold) / total;
                remainders[c] = rowsOfClass[c] * toHold % total;
                left -= shares[c];
            }
            int[] byRemainder = IntStream.range(0, shares.length)
                    .boxed()
                    .sorted(Comparator.comparingLong((Integer c) -> -remainders[c]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < left; i++) {
                shares[byRemainder[i]]++;
            }
            return shares;
        }
    }
}
