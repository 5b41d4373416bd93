package io.sparkae.ingest;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.RowSource;
import java.util.Locale;

/** Estimate of the memory that ingest needs per pixel of an image, whatever the number of rows. */
final class IngestMemory {
    /** Per file: statistics of two doubles and two floats, and their serialised form. */
    private static final long BYTES_A_FILE = 32;

    /** Per running task: a row as bytes and floats, its page, statistics and their sums. */
    private static final long BYTES_A_TASK = 100;

    private IngestMemory() {}

    /**
     * Checks that images are not too large for the heap of the driver.
     *
     * @param source of the images
     * @param files to be written
     * @param slots tasks that run at the same time in the driver's process
     * @param heap in bytes
     * @throws BadInputException if they are; the message gives required and available memory
     */
    static void require(RowSource source, int files, int slots, long heap) {
        long need = source.pixels() * (files * BYTES_A_FILE + Math.min(files, slots) * BYTES_A_TASK);
        if (need > heap) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "%s: images of %s pixels need about %.1f GB to be written to %d files, the heap has %.1f GB;"
                            + " enlarge it, or set ingest.partitions to fewer",
                    source.name(),
                    source.size(),
                    need / 1e9,
                    files,
                    heap / 1e9));
        }
    }
}
