package io.sparkae.knn.exact;

import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.knn.search.SparkResources;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.Seeds;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Exact k nearest neighbours of many queries among many references, both distributed: every partition of queries meets
 * every block of references in one task, and what a query found in several blocks is merged. The result is that of a
 * double loop ordered by (distance, id), for any partitioning.
 */
public final class ExactSearch {
    /** Rows of the sample that axes and cells are fitted to, about; fewer of wide rows. */
    private static final int MAX_SAMPLE_ROWS = 4096;

    /** Values of the sample, about, at most: 128 MB. */
    private static final int SAMPLE_VALUES = 1 << 25;

    private static final int MAX_CELLS = 1024;

    private ExactSearch() {}

    /**
     * Searches.
     *
     * @param queries at most one block a partition, none of them empty; each block's first id is no other block's
     * @param references at most one block a partition, none of them empty; a partition is projected in one task, so there
     *     should be some for every executor slot
     * @param referenceRows rows of the references
     * @param blocks number of blocks that the references are joined to; each is searched as a whole
     * @param seed chooses the sample, on which only speed depends
     */
    public static SearchResult run(
            JavaSparkContext spark,
            JavaRDD<RowBlock> queries,
            JavaRDD<RowBlock> references,
            long referenceRows,
            int blocks,
            SearchSettings settings,
            long seed) {
        return SearchResult.of(
                resources -> search(resources, spark, queries, references, referenceRows, blocks, settings, seed));
    }

    /** Upper bound on the values of the projection of a row of {@code width} values; a block keeps its rows' projections. */
    public static int projectedWidth(int width) {
        return SearchSpace.projectedWidth(width);
    }

    private static JavaRDD<Neighbours> search(
            SparkResources resources,
            JavaSparkContext spark,
            JavaRDD<RowBlock> queries,
            JavaRDD<RowBlock> references,
            long referenceRows,
            int blocks,
            SearchSettings settings,
            long seed) {
        Metric metric = settings.metric();
        int cells = cells(referenceRows / blocks);
        Broadcast<SearchSpace> space =
                resources.keep(spark.broadcast(fit(references, referenceRows, cells, metric, seed)));
        JavaRDD<ProjectedRows> queryPoints = resources.keep(queries.map(
                block -> ProjectedRows.of(block, metric, space.value().axes())));
        JavaRDD<References.Part> members = resources.keep(references.map(block ->
                References.Part.of(ProjectedRows.of(block, metric, space.value().axes()), space.value())));
        members.count(); // in every slot, which joining the blocks at once would not allow
        JavaRDD<References> referenceBlocks =
                resources.keep(members.coalesce(blocks).mapPartitions(parts -> joined(parts, cells)));
        if (blocks > 1) { // there are more than fit at one time: what they are made of would take as much again
            referenceBlocks.count();
            members.unpersist();
        }
        JavaRDD<Neighbours> found = queryPoints
                .cartesian(referenceBlocks)
                .map(pair -> BlockSearch.run(
                        pair._1(), pair._2(), settings, space.value().axes().slack()));
        return blocks == 1 ? found : SearchResult.merged(found, settings.k(), queries.getNumPartitions());
    }

    private static SearchSpace fit(
            JavaRDD<RowBlock> references, long referenceRows, int cells, Metric metric, long seed) {
        return references
                .map(block -> {
                    long keep = Math.max(1, referenceRows / sampleRows(block.width()));
                    return metric.comparable(ProjectedRows.requireFinite(sample(block, seed, keep)));
                })
                .coalesce(1)
                .mapPartitions(sample -> {
                    List<RowBlock> blocks = new ArrayList<>();
                    sample.forEachRemaining(blocks::add);
                    return List.of(SearchSpace.fit(RowBlock.concat(blocks), cells))
                            .iterator();
                })
                .first();
    }

    /** Number of cells for the references of a block. */
    static int cells(long referenceRows) {
        return (int) Math.max(1, Math.min(MAX_CELLS, Math.sqrt((double) referenceRows)));
    }

    /** Approximate number of rows in the sample, for rows of a width. */
    static int sampleRows(int width) {
        return Math.max(1, Math.min(MAX_SAMPLE_ROWS, SAMPLE_VALUES / Math.max(1, width)));
    }

    private static Iterator<References> joined(Iterator<References.Part> parts, int cells) {
        List<References.Part> all = new ArrayList<>();
        parts.forEachRemaining(all::add);
        return (all.isEmpty() ? List.<References>of() : List.of(References.of(all, cells))).iterator();
    }

    /** About one row in {@code keep}, chosen by id, so that partitions do not matter; at least one of each block. */
    static RowBlock sample(RowBlock block, long seed, long keep) {
        List<Integer> chosen = new ArrayList<>();
        for (int row = 0; row < block.rows(); row++) {
            if (Long.remainderUnsigned(Seeds.of(seed, "knn.sample", block.ids()[row]), keep) == 0) {
                chosen.add(row);
            }
        }
        if (chosen.isEmpty()) {
            chosen.add(0);
        }
        return block.select(chosen.stream().mapToInt(Integer::intValue).toArray());
    }
}
