package io.sparkae.ingest;

import io.sparkae.files.BadInputException;

/** How many classes a dataset has. */
final class Classes {
    private Classes() {}

    /**
     * What the settings say, or else one more than the largest label of the training input, provided that every label
     * below it occurs: a number that stands alone is a slip.
     *
     * @param known by the settings, 0 if by the data
     * @throws BadInputException if the data leaves it open
     */
    static int of(int known, CheckedRows train, CheckedRows test) {
        if (known > 0) {
            return known;
        }
        long[] rows = LabelCounts.of(train);
        int classes = rows.length - 1;
        for (int label = 0; label < classes; label++) {
            if (rows[label + 1] == 0) {
                throw new BadInputException(train.source().name() + ": found label " + (classes - 1)
                        + ", but no row with label " + label
                        + ": expected labels from 0 without gaps; if this is right set data.classes");
            }
        }
        int found = LabelCounts.of(test).length - 1;
        if (classes > 0 && found > classes) {
            throw new BadInputException(
                    test.source().name() + ": found label " + (found - 1) + ", expected labels below " + classes
                            + " as in the training input; if this is right set data.classes");
        }
        return Math.max(1, Math.max(classes, found));
    }
}
