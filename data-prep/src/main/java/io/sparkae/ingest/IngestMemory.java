package io.sparkae.ingest;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.RowSource;
import java.util.Locale;

/** The memory that ingest takes for each pixel of an image, however few rows there are. */
final class IngestMemory {
    /** A file's statistics: two sums and two floats, and what they travel in to the driver. */
    private static final long BYTES_A_FILE = 32;

    /** A row on its way through a task: bytes, floats, a page, the statistics and their sums. */
    private static final long BYTES_A_TASK = 100;

    private IngestMemory() {}

    /**
     * Checks that images are not too large for the heap of the driver.
     *
     * @param source of the images
     * @param files to be written
     * @param slots tasks that run at the same time in the driver's process
     * @param heap in bytes
     * @throws BadInputException naming both
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
