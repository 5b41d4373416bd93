package io.sparkae.ingest;

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
