package io.sparkae.knn.hnsw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.knn.search.DoubleLoop;
import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedSpark.class)
class HnswSearchIT {
    private static final HnswSettings HNSW = new HnswSettings(16, 100, 64);

    @ParameterizedTest
    @CsvSource({"EUCLIDEAN, 1", "EUCLIDEAN, 1e-6", "COSINE, 1"})
    void mostNeighboursAreFoundWithTheirExactDistances(Metric metric, float scale, SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        List<RowBlock> references = List.of(scaled(rows(400, 1, 0), scale), scaled(rows(400, 2, 400), scale));
        RowBlock queries = scaled(rows(30, 3, 0), scale);
        SearchSettings settings = new SearchSettings(7, metric, false);
        RowBlock all = RowBlock.concat(references);
        try (SearchResult search = HnswSearch.run(
                spark.parallelize(List.of(queries), 1), spark.parallelize(references, 2), settings, HNSW, 42)) {
            Neighbours found = search.neighbours().first();
            int right = 0;
            for (int query = 0; query < 30; query++) {
                List<DoubleLoop.Neighbour> exact = DoubleLoop.nearest(queries, query, all, settings);
                List<DoubleLoop.Neighbour> ours = DoubleLoop.found(found, query);
                right += (int) ours.stream().filter(exact::contains).count();
            }
            assertTrue(right >= 0.95 * 30 * 7, right + " of 210");
        }
        assertTrue(spark.getPersistentRDDs().isEmpty());
    }

    @Test
    void aRowIsNotItsOwnNeighbourAndTheSameSeedFindsTheSame(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        RowBlock rows = rows(500, 4, 0);
        SearchSettings settings = new SearchSettings(3, Metric.EUCLIDEAN, true);
        List<List<DoubleLoop.Neighbour>> twice = new ArrayList<>();
        for (int time = 0; time < 2; time++) {
            JavaRDD<RowBlock> block = spark.parallelize(List.of(rows), 1);
            // a graph so sparse and a search so narrow that it misses some
            try (SearchResult search = HnswSearch.run(block, block, settings, new HnswSettings(2, 2, 1), 42)) {
                Neighbours found = search.neighbours().first();
                List<DoubleLoop.Neighbour> all = new ArrayList<>();
                for (int query = 0; query < 500; query++) {
                    List<DoubleLoop.Neighbour> own = DoubleLoop.found(found, query);
                    long id = found.queryIds()[query];
                    assertTrue(
                            own.stream().noneMatch(n -> n.id() == id || Double.isInfinite(n.distance())),
                            "query " + id);
                    all.addAll(own);
                }
                twice.add(all);
            }
        }
        assertEquals(twice.get(0), twice.get(1));
    }

    @Test
    void withoutLeavingOneOutARowIsItsOwnNeighbour(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        RowBlock rows = rows(300, 5, 0);
        JavaRDD<RowBlock> block = spark.parallelize(List.of(rows), 1);
        try (SearchResult search =
                HnswSearch.run(block, block, new SearchSettings(2, Metric.EUCLIDEAN, false), HNSW, 42)) {
            Neighbours found = search.neighbours().first();
            for (int query = 0; query < 300; query++) {
                assertEquals(
                        new DoubleLoop.Neighbour(found.queryIds()[query], 0),
                        DoubleLoop.found(found, query).get(0));
            }
        }
    }

    private static RowBlock scaled(RowBlock rows, float scale) {
        for (int i = 0; i < rows.values().length; i++) {
            rows.values()[i] *= scale;
        }
        return rows;
    }

    private static RowBlock rows(int count, long seed, long firstId) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] ids = new long[count];
        float[] values = new float[count * 20];
        for (int row = 0; row < count; row++) {
            ids[row] = firstId + row;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new RowBlock(ids, new int[count], values, 20);
    }
}
