package io.sparkae.knn;

import io.sparkae.platform.MemoryRoom;
import io.sparkae.settings.SettingsException;
import java.util.List;

/** What a search and the judgement of its votes are certain to hold at one time, in bytes. */
public final class SearchMemory {
    /** MLlib's matrix of true and predicted classes is one array. */
    private static final int MOST_CLASSES = 46_340;

    /** Its numbers in double precision; references to the same as objects, in lists. */
    private static final long BYTES_A_PAIR_OF_CLASSES = 8 + 4;

    /** In the two heaps of a query under way and in the result. */
    private static final long BYTES_A_NEIGHBOUR = 3 * 20;

    private SearchMemory() {}

    /**
     * Refuses a number of classes whose pairs do not fit into the driver's memory.
     *
     * @throws SettingsException with the need and what to change
     */
    public static void requireRoomForClasses(int classes, MemoryRoom room) {
        if (classes > MOST_CLASSES) {
            throw new SettingsException(List.of(String.format(
                    "data.classes: expected at most %,d, since a matrix has a row and a column for each, found %,d",
                    MOST_CLASSES, classes)));
        }
        room.require(
                String.format("data.classes: the matrix of %,d true and predicted classes needs", classes),
                MemoryRoom.times(BYTES_A_PAIR_OF_CLASSES, (long) classes * classes),
                0,
                0,
                "number classes without gaps");
    }

    /**
     * Refuses a search whose blocks do not fit into an executor's memory.
     *
     * @param width values of a row
     * @param references of a block
     * @param queries of a block
     * @param k neighbours
     * @throws SettingsException with the need and what to change
     */
    static void require(int width, long references, long queries, int k, MemoryRoom room) {
        room.require(
                String.format(
                        "knn.k, knn.block-megabytes: a block of %,d references and one of %,d queries, of %,d values and"
                                + " with %,d neighbours each, need",
                        references, queries, width, k),
                0,
                bytes(width, references, queries, k),
                0,
                "set a smaller knn.block-megabytes or knn.k");
    }

    /** Heap for one block of references and one of queries. */
    static long bytes(int width, long references, long queries, int k) {
        return MemoryRoom.sum(
                MemoryRoom.times(references + queries, 4L * width + 8),
                MemoryRoom.times(queries, MemoryRoom.times(k, BYTES_A_NEIGHBOUR)));
    }
}
