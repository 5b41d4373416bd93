package io.sparkae.ingest;

import io.sparkae.settings.Seeds;

/** How rows are chosen to be held out for validation. */
enum SplitKind {
    /** Any rows, whatever their class. */
    PLAIN {
        @Override
        RowOrder order(long[] rowsOfClass, long rows, long toHold, long seed) {
            return new PlainOrder(new Permutation(rows, seed));
        }
    },
    /** The same share of every class. */
    STRATIFIED {
        @Override
        RowOrder order(long[] rowsOfClass, long rows, long toHold, long seed) {
            return new StratifiedOrder(rowsOfClass, toHold, Seeds.of(seed, "ingest.stratified"));
        }
    };

    /**
     * A shuffle whose first positions are the rows to hold out.
     *
     * @param rowsOfClass good rows by class, those without a label first
     */
    abstract RowOrder order(long[] rowsOfClass, long rows, long toHold, long seed);
}
