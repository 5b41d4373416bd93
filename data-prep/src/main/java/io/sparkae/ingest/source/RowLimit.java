package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;

/** The bound on what a file may claim of a row's size; it is asked before memory is taken for rows. */
final class RowLimit {
    /** Pixels of 4,096 by 4,096. A row's floats fill 64 MB then; no product of sizes goes beyond an int. */
    static final int MOST_PIXELS = 1 << 24;

    private RowLimit() {}

    /**
     * Checks the number of pixels that a file claims for each row.
     *
     * @throws BadInputException if there are more than {@link #MOST_PIXELS}
     */
    static void require(long pixels, String file) {
        if (pixels > MOST_PIXELS) {
            throw new BadInputException(String.format(
                    "%s: expected at most %d pixels a row (4096 × 4096), found %d claimed", file, MOST_PIXELS, pixels));
        }
    }
}
