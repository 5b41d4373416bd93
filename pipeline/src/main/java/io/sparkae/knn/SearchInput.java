package io.sparkae.knn;

import io.sparkae.files.BadInputException;
import io.sparkae.knn.exact.ExactSearch;
import io.sparkae.knn.exact.SearchSpace;
import io.sparkae.knn.hnsw.GraphSearch;
import io.sparkae.knn.hnsw.GraphSettings;
import io.sparkae.knn.search.RowBlocks;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.knn.search.SparkResources;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowTable;
import io.sparkae.rows.Split;
import io.sparkae.run.Manifest;
import io.sparkae.settings.SettingsException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The rows of one search, loaded and kept in blocks within the memory budget: the test rows as queries (or,
 * leaving one out, the references themselves), all rows of the training input that have a label, held-out ones included,
 * as references. Close it to release them.
 */
final class SearchInput implements AutoCloseable {
    /** Fewer queries a task would be lost in Spark's own cost. */
    private static final int LEAST_QUERIES = 256;

    /** Besides a row's values and its image, thrice while it is put in the order of cells and laid out for products. */
    private static final int BYTES_BESIDES_VALUES = 32;

    /** Its distance, id and label in two heaps and in the result. */
    private static final int BYTES_A_NEIGHBOUR = 64;

    /** Parts that a block of references is joined from: many small ones join to blocks of more even sizes. */
    private static final int PARTS_A_BLOCK = 4;

    private final SparkResources held = new SparkResources();
    private final JavaSparkContext context;
    private final JavaRDD<RowBlock> queries;
    private final JavaRDD<RowBlock> references;
    private final long queryRows;
    private final long referenceRows;
    private final int referenceBlocks;

    /**
     * Loads the rows of a stage's committed output.
     *
     * @throws SettingsException if there are not more than k references
     * @throws BadInputException if references have no labels to vote with
     */
    SearchInput(SparkSession spark, Path folder, Manifest manifest, String column, KnnSettings settings) {
        RowTable test = new RowTable(spark, folder, manifest.files(), Split.TEST, column);
        RowTable train = new RowTable(spark, folder, manifest.files(), Split.TRAIN, column);
        RowTable heldOut = new RowTable(spark, folder, manifest.files(), Split.VALIDATION, column);
        long trainingRows = train.rows() + heldOut.rows();
        requireMoreThanK(trainingRows, settings);
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int width = train.blocks(1).first().width();
        long rowsPerBlock = rowsPerBlock(width, 0, settings.blockMegabytes());
        long asked = settings.leaveOneOut() ? trainingRows : test.rows();
        int queryBlocks = (int) Math.max(
                blocks(asked, rowsPerBlock(width, settings.k(), settings.blockMegabytes())),
                Math.min(2L * context.defaultParallelism(), blocks(asked, LEAST_QUERIES)));
        referenceBlocks = blocks(trainingRows, rowsPerBlock);
        SearchMemory.require(
                width,
                (trainingRows + referenceBlocks - 1) / referenceBlocks,
                (asked + queryBlocks - 1) / queryBlocks,
                settings.k(),
                MemoryRoom.of(context));
        int parts = Math.max(PARTS_A_BLOCK * referenceBlocks, context.defaultParallelism());
        JavaRDD<RowBlock> heldOutRows = heldOut.blocks(blocks(heldOut.rows(), rowsPerBlock));
        queries = keep(
                settings.leaveOneOut()
                        ? labelled(train.blocks(queryBlocks).union(heldOutRows))
                        : test.blocks(queryBlocks));
        references = keep(labelled(train.blocks(parts).union(heldOutRows)));
        try {
            queryRows = rows(queries);
            referenceRows = rows(references);
            requireReferences(trainingRows, referenceRows, settings);
        } catch (Throwable failure) {
            close();
            throw failure;
        }
    }

    /** One block a partition; a partition without rows has none. */
    JavaRDD<RowBlock> queries() {
        return queries;
    }

    /** Likewise. */
    JavaRDD<RowBlock> references() {
        return references;
    }

    long queryRows() {
        return queryRows;
    }

    long referenceRows() {
        return referenceRows;
    }

    /** Searches exactly; {@code seed} decides speed only. */
    ExactSearch searchExactly(SearchSettings searched, long seed) {
        return new ExactSearch(context, queries, references, referenceRows, referenceBlocks, searched, seed);
    }

    /** The same jobs for next to no rows: what of a search is Spark's own cost. */
    ExactSearch searchAlmostNothing(SearchSettings searched) {
        int rows = searched.k() + 1;
        return new ExactSearch(
                context,
                queries.map(block -> RowBlocks.first(block, 1)),
                references.map(block -> RowBlocks.first(block, rows)),
                (long) rows * references.getNumPartitions(),
                referenceBlocks,
                searched,
                0);
    }

    /** Searches in graphs, as many as executor slots, or more if the memory budget asks for it. */
    GraphSearch searchGraphs(SearchSettings searched, GraphSettings graph, long seed) {
        int indexes = Math.max(referenceBlocks, context.defaultParallelism());
        return new GraphSearch(queries, references.coalesce(indexes), searched, graph, seed);
    }

    @Override
    public void close() {
        held.close();
    }

    /**
     * Checks that a search can be done at all.
     *
     * @param rows of the training input
     * @param labelled of these
     * @throws SettingsException if there are not more than k references
     * @throws BadInputException if references have no labels to vote with
     */
    static void requireReferences(long rows, long labelled, KnnSettings settings) {
        requireMoreThanK(rows, settings);
        if (labelled == 0) {
            throw new BadInputException(
                    "data.train: expected labels, for neighbours to vote with; none of " + rows + " rows has one");
        }
        requireMoreThanK(labelled, settings);
    }

    private static void requireMoreThanK(long references, KnnSettings settings) {
        long others = settings.leaveOneOut() ? references - 1 : references;
        if (settings.k() >= others) {
            throw new SettingsException(
                    List.of("knn.k: expected fewer than the " + others + " reference rows, found " + settings.k()));
        }
    }

    /** Rows that know their class: no others can vote. */
    private static JavaRDD<RowBlock> labelled(JavaRDD<RowBlock> blocks) {
        return blocks.map(RowBlocks::labelled).filter(block -> block.rows() > 0);
    }

    private static long rows(JavaRDD<RowBlock> blocks) {
        return blocks.map(block -> (long) block.rows()).fold(0L, Long::sum);
    }

    private JavaRDD<RowBlock> keep(JavaRDD<RowBlock> blocks) {
        return held.keep(blocks.mapPartitions(SearchInput::joined));
    }

    private static Iterator<RowBlock> joined(Iterator<RowBlock> blocks) {
        return blocks.hasNext() ? List.of(RowBlocks.concat(blocks)).iterator() : blocks;
    }

    /**
     * Rows that a block may have.
     *
     * @param neighbours that the search finds for each of them
     */
    static long rowsPerBlock(int width, int neighbours, int megabytes) {
        long bytes = (long) width * Float.BYTES
                + 3L * SearchSpace.imageWidth(width) * Float.BYTES
                + (long) neighbours * BYTES_A_NEIGHBOUR
                + BYTES_BESIDES_VALUES;
        long longestArray = Integer.MAX_VALUE / Math.max(neighbours, SearchSpace.imageWidth(width) + width);
        return Math.max(1, Math.min(longestArray, ((long) megabytes << 20) / bytes));
    }

    /** The fewest blocks that hold so many rows. */
    static int blocks(long rows, long rowsPerBlock) {
        return Math.toIntExact(Math.max(1, (rows + rowsPerBlock - 1) / rowsPerBlock));
    }
}
