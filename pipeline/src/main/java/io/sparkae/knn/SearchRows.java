package io.sparkae.knn;

import io.sparkae.files.BadInputException;
import io.sparkae.files.OutputFile;
import io.sparkae.knn.BlockPlan.RowSize;
import io.sparkae.knn.exact.ExactSearch;
import io.sparkae.knn.hnsw.HnswSearch;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.knn.search.SparkResources;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowBlocks;
import io.sparkae.rows.Split;
import io.sparkae.rows.table.RowTable;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Queries and references in the executors' memory, in blocks within the memory budget, to be searched any number of times.
 * Close it to release them.
 */
public final class SearchRows implements AutoCloseable {
    private final SparkResources resources = new SparkResources();
    private final JavaSparkContext spark;
    private final KnnSettings settings;
    private final BlockPlan plan;
    private final JavaRDD<RowBlock> queries;
    private final JavaRDD<RowBlock> references;
    private final long queryRows;
    private final long referenceRows;

    private SearchRows(JavaRDD<RowBlock> queries, JavaRDD<RowBlock> references, BlockPlan plan, KnnSettings settings) {
        this.spark = JavaSparkContext.fromSparkContext(references.context());
        this.settings = settings;
        this.plan = plan;
        this.queries = resources.keep(queries.mapPartitions(SearchRows::joined));
        this.references = resources.keep(references.mapPartitions(SearchRows::joined));
        try {
            this.queryRows = rows(this.queries);
            this.referenceRows = rows(this.references);
        } catch (Throwable failure) {
            close();
            throw failure;
        }
    }

    /**
     * Lays out rows of any partitioning. Both RDDs are evaluated twice: first to count their rows.
     *
     * @param queries rows with ids that differ from each other
     * @param references rows of the same width; the same rows as the queries with {@code leaveOneOut}
     * @throws SettingsException if there are not more than k references, or blocks do not fit into memory
     * @throws IllegalArgumentException if ids of queries do not differ, as far as that would mix up results
     */
    public static SearchRows of(JavaRDD<RowBlock> queries, JavaRDD<RowBlock> references, KnnSettings settings) {
        long[] queryRows = RowBlocks.rowsByPartition(queries);
        long[] referenceRows = RowBlocks.rowsByPartition(references);
        long asked = IntStream.range(0, queryRows.length)
                .mapToLong(p -> queryRows[p])
                .sum();
        long among = IntStream.range(0, referenceRows.length)
                .mapToLong(p -> referenceRows[p])
                .sum();
        requireMoreThanK(among, settings);
        RowSize row = rowSize(references, queries, settings);
        BlockPlan plan =
                BlockPlan.of(asked, among, row, settings, JavaSparkContext.fromSparkContext(references.context()));
        SearchRows rows = new SearchRows(
                asked == 0 ? queries : RowBlocks.evenly(queries, queryRows, plan.queryBlocks()),
                RowBlocks.evenly(references, referenceRows, plan.referenceParts()),
                plan,
                settings);
        try {
            rows.requireDistinctBlocks();
        } catch (Throwable failure) {
            rows.close();
            throw failure;
        }
        return rows;
    }

    /**
     * Loads rows of a stage's committed output: the test rows are the queries, all labelled rows of the training input,
     * held-out ones included, the references; with {@code leaveOneOut} the references are the queries too.
     *
     * @param folder of the stage
     * @param files of it, as its manifest lists them
     * @param column the array column
     * @throws SettingsException if there are not more than k references, or blocks do not fit into memory
     * @throws BadInputException if references have no labels to vote with
     */
    public static SearchRows of(
            SparkSession spark, Path folder, List<OutputFile> files, String column, KnnSettings settings)
            throws IOException {
        RowTable test = new RowTable(spark, folder, files, Split.TEST, column);
        RowTable train = new RowTable(spark, folder, files, Split.TRAIN, column);
        RowTable heldOut = new RowTable(spark, folder, files, Split.VALIDATION, column);
        long trainingRows = train.rows() + heldOut.rows();
        requireMoreThanK(trainingRows, settings);
        BlockPlan plan = BlockPlan.of(
                settings.leaveOneOut() ? trainingRows : test.rows(),
                trainingRows,
                rowSize(train.blocks(1), test.blocks(1), settings),
                settings,
                JavaSparkContext.fromSparkContext(spark.sparkContext()));
        JavaRDD<RowBlock> heldOutRows = heldOut.blocks(BlockPlan.blocks(heldOut.rows(), plan.rowsPerBlock()));
        SearchRows rows = new SearchRows(
                settings.leaveOneOut()
                        ? labelled(train.blocks(plan.queryBlocks()).union(heldOutRows))
                        : test.blocks(plan.queryBlocks()),
                labelled(train.blocks(plan.referenceParts()).union(heldOutRows)),
                plan,
                settings);
        try {
            requireReferences(trainingRows, rows.referenceRows, settings);
        } catch (Throwable failure) {
            rows.close();
            throw failure;
        }
        return rows;
    }

    /** At most one block a partition, none of them empty. */
    public JavaRDD<RowBlock> queries() {
        return queries;
    }

    /** At most one block a partition, none of them empty. */
    public JavaRDD<RowBlock> references() {
        return references;
    }

    /** Number of queries. */
    public long queryRows() {
        return queryRows;
    }

    /** Number of references. */
    public long referenceRows() {
        return referenceRows;
    }

    /**
     * Searches as {@code knn.method} says.
     *
     * @param seed of the HNSW graphs; an exact search's speed alone depends on it
     */
    public SearchResult search(long seed) {
        return switch (settings.method()) {
            case EXACT -> searchExactly(seed);
            case HNSW -> searchHnsw(seed);
        };
    }

    /** Searches exactly; only speed depends on {@code seed}. */
    public SearchResult searchExactly(long seed) {
        return ExactSearch.run(
                spark, queries, references, referenceRows, plan.referenceBlocks(), settings.search(), seed);
    }

    /** Runs the jobs of an exact search on one query and k + 1 references a partition: the cost of Spark alone. */
    public SearchResult searchAlmostNothing() {
        int rows = settings.k() + 1;
        return ExactSearch.run(
                spark,
                queries.map(block -> first(block, 1)),
                references.map(block -> first(block, rows)),
                (long) rows * references.getNumPartitions(),
                plan.referenceBlocks(),
                settings.search(),
                0);
    }

    /** Searches HNSW graphs: one for each executor slot, or more if the memory budget demands it. */
    public SearchResult searchHnsw(long seed) {
        int graphs = Math.max(plan.referenceBlocks(), spark.defaultParallelism());
        return HnswSearch.run(queries, references.coalesce(graphs), settings.search(), settings.hnsw(), seed);
    }

    @Override
    public void close() {
        resources.close();
    }

    /** Resources, for a result to release. */
    SparkResources resources() {
        return resources;
    }

    /**
     * Checks that a stage's rows can be searched.
     *
     * @param rows of the training input
     * @param labelled rows among these
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

    private static RowSize rowSize(JavaRDD<RowBlock> references, JavaRDD<RowBlock> queries, KnnSettings settings) {
        RowBlock reference = references.filter(block -> block.rows() > 0).first();
        List<RowBlock> query = queries.filter(block -> block.rows() > 0).take(1);
        return RowSize.of(reference, query.isEmpty() ? reference : query.get(0), settings);
    }

    /** Results from several blocks of references are merged by the first id of the query block: no two blocks may share it. */
    private void requireDistinctBlocks() {
        Set<Long> seen = new HashSet<>();
        for (long id : queries.map(block -> block.ids()[0]).collect()) {
            if (!seen.add(id)) {
                throw new IllegalArgumentException("queries: expected ids that differ, found " + id + " twice");
            }
        }
    }

    /** Rows without a label cannot vote. */
    static JavaRDD<RowBlock> labelled(JavaRDD<RowBlock> blocks) {
        return blocks.map(SearchRows::labelled).filter(block -> block.rows() > 0);
    }

    private static RowBlock labelled(RowBlock block) {
        int[] kept = IntStream.range(0, block.rows())
                .filter(row -> block.labels()[row] != RowBlock.NO_LABEL)
                .toArray();
        return kept.length == block.rows() ? block : block.select(kept);
    }

    private static RowBlock first(RowBlock block, int most) {
        return block.select(IntStream.range(0, Math.min(most, block.rows())).toArray());
    }

    private static long rows(JavaRDD<RowBlock> blocks) {
        return blocks.map(block -> (long) block.rows()).fold(0L, Long::sum);
    }

    private static Iterator<RowBlock> joined(Iterator<RowBlock> blocks) {
        List<RowBlock> all = new ArrayList<>();
        blocks.forEachRemaining(block -> {
            if (block.rows() > 0) {
                all.add(block);
            }
        });
        return (all.isEmpty() ? List.<RowBlock>of() : List.of(RowBlock.concat(all))).iterator();
    }
}
