package io.sparkae.knn;

import io.sparkae.knn.exact.ExactSearch;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.rows.RowBlock;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Numbers of blocks that queries and references are cut into, so that each block fits the memory budget {@code
 * knn.block-megabytes} and every executor slot has work.
 *
 * @param rowsPerBlock references of one block at most
 * @param queryBlocks blocks of queries; each is searched by one task
 * @param referenceBlocks blocks of references that queries are searched in
 * @param referenceParts partitions of the references before they are joined to blocks
 */
record BlockPlan(long rowsPerBlock, int queryBlocks, int referenceBlocks, int referenceParts) {
    /** With fewer queries a task, Spark's cost of a task dominates. */
    private static final int MIN_QUERIES = 256;

    /** Bytes of a row besides its values and three copies of its projection (as projected, by cells, for products). */
    private static final int BYTES_BESIDES_VALUES = 32;

    /** Distance, id and label of a neighbour in two heaps and in the result. */
    private static final int BYTES_PER_NEIGHBOUR = 64;

    /** The same, counted as what is certain: primitive arrays without anything else. */
    private static final long MIN_BYTES_PER_NEIGHBOUR = 3 * 20;

    /** Many small parts join to blocks of more even sizes. */
    private static final int PARTS_PER_BLOCK = 4;

    /**
     * Plans a search.
     *
     * @param queries number of them
     * @param references number of them
     * @param row what a row takes
     * @throws io.sparkae.settings.SettingsException if blocks of the planned sizes do not fit into memory
     */
    static BlockPlan of(long queries, long references, RowSize row, KnnSettings settings, JavaSparkContext spark) {
        int megabytes = settings.blockMegabytes();
        int slots = spark.defaultParallelism();
        long rowsPerBlock = rowsPerBlock(row, 0, megabytes);
        int queryBlocks = (int) Math.max(
                blocks(queries, rowsPerBlock(row, settings.k(), megabytes)),
                Math.min(2L * slots, blocks(queries, MIN_QUERIES)));
        int referenceBlocks = blocks(references, rowsPerBlock);
        requireRoom(
                row,
                (references + referenceBlocks - 1) / referenceBlocks,
                (queries + queryBlocks - 1) / queryBlocks,
                settings.k(),
                MemoryRoom.of(spark));
        int parts = Math.max(PARTS_PER_BLOCK * referenceBlocks, slots);
        return new BlockPlan(rowsPerBlock, queryBlocks, referenceBlocks, parts);
    }

    /**
     * Rows of one block at most.
     *
     * @param neighbours found for each row
     */
    static long rowsPerBlock(RowSize row, int neighbours, int megabytes) {
        int projectedWidth = ExactSearch.projectedWidth(row.width());
        long bytes = row.bytes()
                + 3L * projectedWidth * Float.BYTES
                + (long) neighbours * BYTES_PER_NEIGHBOUR
                + BYTES_BESIDES_VALUES;
        long longestArray = Integer.MAX_VALUE / Math.max(neighbours, projectedWidth + row.width());
        return Math.max(1, Math.min(longestArray, ((long) megabytes << 20) / bytes));
    }

    /** The smallest number of blocks for these rows, at least one. */
    static int blocks(long rows, long rowsPerBlock) {
        return Math.toIntExact(Math.max(1, (rows + rowsPerBlock - 1) / rowsPerBlock));
    }

    /**
     * Refuses a search whose blocks do not fit into an executor's memory.
     *
     * @param row what a row takes
     * @param references of a block
     * @param queries of a block
     * @throws io.sparkae.settings.SettingsException with the need and what to change
     */
    static void requireRoom(RowSize row, long references, long queries, int k, MemoryRoom room) {
        room.require(
                String.format(
                        Locale.ROOT,
                        "knn.k, knn.block-megabytes: a block of %,d references and one of %,d queries, of %,d values and"
                                + " with %,d neighbours each, need",
                        references,
                        queries,
                        row.width(),
                        k),
                0,
                minBytes(row, references, queries, k),
                0,
                "set a smaller knn.block-megabytes or knn.k");
    }

    /** Bytes of heap that a block of references and one of queries are certain to take. */
    static long minBytes(RowSize row, long references, long queries, int k) {
        return MemoryRoom.sum(
                MemoryRoom.times(references + queries, row.bytes() + 8),
                MemoryRoom.times(queries, MemoryRoom.times(k, MIN_BYTES_PER_NEIGHBOUR)));
    }

    /**
     * What a row's values take.
     *
     * @param width values of a row
     * @param bytesOfAValue memory of each
     */
    record RowSize(int width, int bytesOfAValue) {
        /** Of references and queries, the larger; graphs take numbers only. */
        static RowSize of(RowBlock references, RowBlock queries, KnnSettings settings) {
            int bytes = Math.max(
                    references.packed().bytesOfAValue(), queries.packed().bytesOfAValue());
            return new RowSize(references.width(), settings.method() == KnnSettings.Method.HNSW ? Float.BYTES : bytes);
        }

        long bytes() {
            return (long) width * bytesOfAValue;
        }
    }
}
