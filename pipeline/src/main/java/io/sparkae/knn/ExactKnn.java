package io.sparkae.knn;

import io.sparkae.knn.search.SearchResult;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowBlocks;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Exact k nearest neighbours of rows in memory or in DataFrames, without a run folder:
 *
 * <pre>{@code
 * KnnSettings settings = KnnSettings.defaults().withK(5).withMetric(Metric.COSINE);
 * try (SearchResult found = new ExactKnn(settings).search(queries, references, "features")) {
 *     found.table(spark).write().parquet("neighbours"); // id, neighbour_id, distance, rank
 * }
 * }</pre>
 *
 * <p>The neighbours are those of a double loop over all pairs, ordered by (distance, id), for any partitioning of queries and
 * references. Both are spread evenly over partitions first, in blocks that fit {@code blockMegabytes}.
 */
public final class ExactKnn {
    private final KnnSettings settings;

    /**
     * @param settings of which {@code k}, {@code metric}, {@code leaveOneOut} and {@code blockMegabytes} count; with {@code
     *     leaveOneOut} a reference with the query's id is not its neighbour
     */
    public ExactKnn(KnnSettings settings) {
        this.settings = settings;
    }

    /**
     * Searches. Both RDDs are evaluated twice: persist what is expensive to compute.
     *
     * @param queries rows with ids that differ from each other
     * @param references rows of the same width; labels may be missing
     * @return the neighbours; until it is closed, rows and neighbours stay in the executors' memory
     * @throws io.sparkae.settings.SettingsException if there are not more than k references, or blocks do not fit into memory
     * @throws IllegalArgumentException if query ids are found not to differ; only the first id of each block is checked. A task
     *     fails if queries and references differ in width
     */
    public SearchResult search(JavaRDD<RowBlock> queries, JavaRDD<RowBlock> references) {
        SearchRows rows = SearchRows.of(queries, references, settings);
        try {
            return rows.searchExactly(0).owning(rows.resources());
        } catch (Throwable failure) {
            rows.close();
            throw failure;
        }
    }

    /**
     * The same for DataFrames.
     *
     * @param queries with columns {@code id}, optionally {@code label}, and the values, as {@link RowBlocks#of} reads them
     * @param references likewise
     * @param column the values: an array of numbers or an MLlib vector
     */
    public SearchResult search(Dataset<Row> queries, Dataset<Row> references, String column) {
        return search(RowBlocks.of(queries, column), RowBlocks.of(references, column));
    }
}
