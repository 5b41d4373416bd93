package io.sparkae.knn;

import io.sparkae.dataset.RowBlock;
import io.sparkae.dataset.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Exact k nearest neighbours of many queries among many references, both distributed: every partition of queries meets
 * every partition of references in a task of its own, and what a query found here and there is merged by query block.
 * The result is that of a double loop ordered by (distance, id), whatever the partitions. Close it to release it.
 */
final class ExactSearch implements AutoCloseable {
    /** Rows that the principal axes are fitted to, about. */
    private static final int SAMPLE_ROWS = 4096;

    private final JavaRDD<Points> queryPoints;
    private final JavaRDD<References> referencePoints;
    private final JavaRDD<Neighbours> neighbours;
    private final Broadcast<PrincipalAxes> axes;
    private final double seconds;

    /**
     * Searches.
     *
     * @param queries at most one block a partition, none of them empty
     * @param references likewise
     * @param referenceRows how many references there are
     * @param seed chooses the sample
     */
    ExactSearch(
            JavaSparkContext spark,
            JavaRDD<RowBlock> queries,
            JavaRDD<RowBlock> references,
            long referenceRows,
            SearchSettings settings,
            long seed) {
        long started = System.nanoTime();
        long keep = Math.max(1, referenceRows / SAMPLE_ROWS);
        PrincipalAxes fitted = references
                .map(block -> settings.metric().comparable(sample(block, seed, keep)))
                .coalesce(1)
                .mapPartitions(sample -> List.of(PrincipalAxes.fit(sample)).iterator())
                .first();
        axes = spark.broadcast(fitted);
        Broadcast<PrincipalAxes> shared = axes;
        queryPoints = queries.map(block -> Points.of(block, settings.metric(), shared.value()))
                .persist(StorageLevel.MEMORY_AND_DISK());
        referencePoints = references
                .map(block -> References.of(Points.of(block, settings.metric(), shared.value())))
                .persist(StorageLevel.MEMORY_AND_DISK());
        JavaRDD<Neighbours> found =
                queryPoints.cartesian(referencePoints).map(pair -> BlockSearch.run(pair._1(), pair._2(), settings));
        neighbours = (references.getNumPartitions() == 1 ? found : merged(found, settings.k()))
                .persist(StorageLevel.MEMORY_AND_DISK());
        neighbours.count();
        seconds = (System.nanoTime() - started) / 1e9;
    }

    /** What each block of queries found here and there, in one; blocks are told apart by their first query. */
    private JavaRDD<Neighbours> merged(JavaRDD<Neighbours> found, int k) {
        return found.mapToPair(block -> new Tuple2<>(block.queryIds()[0], block))
                .reduceByKey((a, b) -> a.merge(b, k), queryPoints.getNumPartitions())
                .values();
    }

    /** How long the search alone took, from blocks in memory to neighbours in memory. */
    double seconds() {
        return seconds;
    }

    /** The neighbours, a block of queries an element. */
    JavaRDD<Neighbours> neighbours() {
        return neighbours;
    }

    @Override
    public void close() {
        neighbours.unpersist();
        queryPoints.unpersist();
        referencePoints.unpersist();
        axes.destroy();
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
        float[] values = new float[chosen.size() * width];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = block.ids()[chosen.get(i)];
            System.arraycopy(block.values(), chosen.get(i) * width, values, i * width, width);
        }
        return new RowBlock(ids, new int[ids.length], values, width);
    }
}
