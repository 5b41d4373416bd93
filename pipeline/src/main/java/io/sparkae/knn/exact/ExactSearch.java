package io.sparkae.knn.exact;

import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.NeighbourSearch;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.RowBlocks;
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
 * every partition of references in a task of its own, and what a query found here and there is merged by query block.
 * The result is that of a double loop ordered by (distance, id), whatever the partitions. Close it to release it.
 */
public final class ExactSearch implements NeighbourSearch {
    /** Rows that axes and cells are fitted to, about; fewer of wide ones. */
    private static final int MOST_SAMPLE_ROWS = 4096;

    /** Most values of the sample, about: 128 MB. */
    private static final int SAMPLE_VALUES = 1 << 25;

    private static final int MOST_CELLS = 1024;

    private final SparkResources held = new SparkResources();
    private final JavaRDD<Neighbours> neighbours;
    private final double seconds;

    /**
     * Searches.
     *
     * @param queries at most one block a partition, none of them empty
     * @param references likewise; made ready a partition a task, so let there be some for every executor slot
     * @param referenceRows how many references there are
     * @param blocks into how many blocks to join the references, each to be searched as a whole
     * @param seed chooses the sample
     */
    public ExactSearch(
            JavaSparkContext spark,
            JavaRDD<RowBlock> queries,
            JavaRDD<RowBlock> references,
            long referenceRows,
            int blocks,
            SearchSettings settings,
            long seed) {
        long started = System.nanoTime();
        try {
            neighbours = search(spark, queries, references, referenceRows, blocks, settings, seed);
            NeighbourSearch.answer(neighbours);
        } catch (Throwable failure) {
            held.close();
            throw failure;
        }
        seconds = (System.nanoTime() - started) / 1e9;
    }

    private JavaRDD<Neighbours> search(
            JavaSparkContext spark,
            JavaRDD<RowBlock> queries,
            JavaRDD<RowBlock> references,
            long referenceRows,
            int blocks,
            SearchSettings settings,
            long seed) {
        Metric metric = settings.metric();
        int cells = (int) Math.max(1, Math.min(MOST_CELLS, Math.sqrt((double) referenceRows / blocks)));
        Broadcast<SearchSpace> space = held.keep(spark.broadcast(fit(references, referenceRows, cells, metric, seed)));
        JavaRDD<Points> queryPoints = held.keep(
                queries.map(block -> Points.of(block, metric, space.value().axes())));
        JavaRDD<CellMembers> members = held.keep(references.map(
                block -> CellMembers.of(Points.of(block, metric, space.value().axes()), space.value())));
        members.count(); // every slot takes part, which joining the blocks at once would not allow
        JavaRDD<References> referenceBlocks =
                held.keep(members.coalesce(blocks).mapPartitions(parts -> joined(parts, cells)));
        JavaRDD<Neighbours> found = queryPoints
                .cartesian(referenceBlocks)
                .map(pair -> BlockSearch.run(
                        pair._1(), pair._2(), settings, space.value().axes().slack()));
        return held.keep(blocks == 1 ? found : NeighbourSearch.merged(found, settings.k(), queries.getNumPartitions()));
    }

    private static SearchSpace fit(
            JavaRDD<RowBlock> references, long referenceRows, int cells, Metric metric, long seed) {
        return references
                .map(block -> {
                    long keep = Math.max(1, referenceRows / sampleRows(block.width()));
                    return metric.comparable(Points.requireFinite(sample(block, seed, keep)));
                })
                .coalesce(1)
                .mapPartitions(sample -> List.of(SearchSpace.fit(RowBlocks.concat(sample), cells))
                        .iterator())
                .first();
    }

    /** Rows of the sample, about, if rows are this wide. */
    static int sampleRows(int width) {
        return Math.max(1, Math.min(MOST_SAMPLE_ROWS, SAMPLE_VALUES / Math.max(1, width)));
    }

    private static Iterator<References> joined(Iterator<CellMembers> parts, int cells) {
        List<CellMembers> all = new ArrayList<>();
        parts.forEachRemaining(all::add);
        return (all.isEmpty() ? List.<References>of() : List.of(References.of(all, cells))).iterator();
    }

    @Override
    public JavaRDD<Neighbours> neighbours() {
        return neighbours;
    }

    @Override
    public double seconds() {
        return seconds;
    }

    @Override
    public void close() {
        held.close();
    }

    /** About one row in {@code keep}, chosen by id, so that partitions do not matter; never none of a lone block. */
    private static RowBlock sample(RowBlock block, long seed, long keep) {
        List<Integer> chosen = new ArrayList<>();
        for (int row = 0; row < block.rows(); row++) {
            if (Long.remainderUnsigned(Seeds.of(seed, "knn.sample", block.ids()[row]), keep) == 0) {
                chosen.add(row);
            }
        }
        if (chosen.isEmpty()) {
            chosen.add(0);
        }
        int width = block.width();
        long[] ids = new long[chosen.size()];
        float[] values = new float[Math.multiplyExact(chosen.size(), width)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = block.ids()[chosen.get(i)];
            System.arraycopy(block.values(), chosen.get(i) * width, values, i * width, width);
        }
        return new RowBlock(ids, new int[ids.length], values, width);
    }
}
