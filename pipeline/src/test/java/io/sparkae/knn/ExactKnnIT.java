package io.sparkae.knn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.knn.search.DoubleLoop;
import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.SettingsException;
import io.sparkae.testing.SharedSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class ExactKnnIT {
    private static final KnnSettings SETTINGS = KnnSettings.defaults().withK(6);

    @Test
    void anyPartitioningEqualsTheDoubleLoop(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        RowBlock queries = rows(31, 40, 1);
        RowBlock references = rows(103, 40, 2);
        for (int partitions : new int[] {1, 4}) {
            KnnSettings settings = SETTINGS.withMetric(partitions == 1 ? Metric.EUCLIDEAN : Metric.COSINE);
            try (SearchResult found = new ExactKnn(settings)
                    .search(uneven(spark, queries, partitions), uneven(spark, references, 5 - partitions))) {
                requireEqual(queries, references, settings.search(), found.neighbours());
            }
        }
        assertEquals(Map.of(), spark.getPersistentRDDs(), "everything kept is released");
    }

    @Test
    void rowsOfDifferentWidthsAreNamed(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        JavaRDD<RowBlock> queries = uneven(spark, rows(9, 4, 1), 2);
        JavaRDD<RowBlock> references = uneven(spark, rows(40, 5, 2), 2);

        String message = assertThrows(
                        Exception.class,
                        () -> new ExactKnn(SETTINGS).search(queries, references).close())
                .getMessage();

        assertTrue(message.contains("expected queries and references of one width, found 4 and 5"), message);
        assertEquals(Map.of(), spark.getPersistentRDDs(), "everything kept is released");
    }

    @Test
    void severalBlocksOfReferencesMerge(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        // 784 values: 3.1 kB of values and 1.2 kB of projections each, so that 1 MB holds 243
        RowBlock references = rows(600, 784, 3);
        KnnSettings settings = SETTINGS.withBlockMegabytes(1).withLeaveOneOut(true);
        assertEquals(
                3,
                BlockPlan.of(600, 600, new BlockPlan.RowSize(784, 4), settings, spark)
                        .referenceBlocks());
        JavaRDD<RowBlock> blocks = uneven(spark, references, 3);

        try (SearchResult found = new ExactKnn(settings).search(blocks, blocks)) {
            requireEqual(references, references, settings.search(), found.neighbours());
        }
    }

    @Test
    void dataFramesGiveATableOfNeighbours(SparkSession spark) {
        RowBlock queries = rows(9, 5, 4);
        RowBlock references = rows(40, 5, 5);

        try (SearchResult found =
                new ExactKnn(SETTINGS).search(frame(spark, queries), frame(spark, references), "features")) {
            List<Row> table = found.table(spark).orderBy("id", "rank").collectAsList();

            assertEquals(9 * 6, table.size());
            for (int query = 0; query < 9; query++) {
                List<DoubleLoop.Neighbour> expected = DoubleLoop.nearest(queries, 8 - query, references, 6);
                for (int rank = 1; rank <= 6; rank++) {
                    DoubleLoop.Neighbour neighbour = expected.get(rank - 1);
                    assertEquals(
                            RowFactory.create(queries.ids()[8 - query], neighbour.id(), neighbour.distance(), rank),
                            table.get(query * 6 + rank - 1));
                }
            }
        }
    }

    @Test
    void kNeedsMoreReferencesThanK(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        JavaRDD<RowBlock> six = uneven(spark, rows(6, 3, 6), 2);

        assertEquals(
                "knn.k: expected fewer than the 6 reference rows, found 6",
                assertThrows(SettingsException.class, () -> new ExactKnn(SETTINGS).search(six, six))
                        .getMessage());
        assertEquals(Map.of(), spark.getPersistentRDDs());
    }

    @Test
    void queriesWithEqualIdsAreRefused(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        RowBlock rows = rows(1024, 2, 7);
        Arrays.fill(rows.ids(), 12);
        JavaRDD<RowBlock> same = uneven(spark, rows, 2);

        assertEquals(
                "queries: expected ids that differ, found 12 twice",
                assertThrows(IllegalArgumentException.class, () -> new ExactKnn(SETTINGS).search(same, same))
                        .getMessage());
        assertEquals(Map.of(), spark.getPersistentRDDs());
    }

    private static void requireEqual(
            RowBlock queries, RowBlock references, SearchSettings settings, JavaRDD<Neighbours> neighbours) {
        Map<Long, List<DoubleLoop.Neighbour>> found = new HashMap<>();
        for (Neighbours block : neighbours.collect()) {
            for (int query = 0; query < block.queries(); query++) {
                found.put(block.queryIds()[query], DoubleLoop.found(block, query));
            }
        }
        assertEquals(queries.rows(), found.size());
        for (int query = 0; query < queries.rows(); query++) {
            assertEquals(DoubleLoop.nearest(queries, query, references, settings), found.get(queries.ids()[query]));
        }
    }

    /** Blocks of 1, 2, 3 … rows, so that partitions have very different numbers of rows, some none. */
    private static JavaRDD<RowBlock> uneven(JavaSparkContext spark, RowBlock rows, int partitions) {
        List<RowBlock> blocks = new ArrayList<>();
        int from = 0;
        for (int size = 1; from < rows.rows(); size++) {
            int first = from;
            int[] own = java.util.stream.IntStream.range(first, Math.min(rows.rows(), first + size))
                    .toArray();
            blocks.add(rows.select(own));
            from += size;
        }
        return spark.parallelize(blocks, partitions).union(spark.parallelize(List.of(rows.select()), 1));
    }

    private static Dataset<Row> frame(SparkSession spark, RowBlock rows) {
        List<Row> all = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            List<Float> features = new ArrayList<>();
            for (int i = 0; i < rows.width(); i++) {
                features.add(rows.values()[row * rows.width() + i]);
            }
            all.add(RowFactory.create(rows.ids()[row], features));
        }
        return spark.createDataFrame(all, StructType.fromDDL("id BIGINT, features ARRAY<FLOAT>"))
                .repartition(3);
    }

    /** Few values, so that there are ties; ids descend, so that ties show. */
    private static RowBlock rows(int rows, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RowBlock.Builder block = new RowBlock.Builder(width, rows);
        for (int row = 0; row < rows; row++) {
            float[] values = new float[width];
            for (int i = 0; i < width; i++) {
                values[i] = random.nextInt(3);
            }
            block.add(5000 - row, null, values);
        }
        return block.build();
    }
}
