package io.sparkae.knn.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.knn.search.DoubleLoop;
import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class ExactSearchIT {
    @Test
    void partitionsDoNotMatter(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        RowBlock references = rows(101, 80, 1);
        RowBlock queries = rows(23, 80, 2);
        for (int partitions : new int[] {1, 3, 7}) {
            Map<Long, List<DoubleLoop.Neighbour>> found = new HashMap<>();
            try (SearchResult search = ExactSearch.run(
                    spark,
                    split(spark, queries, partitions),
                    split(spark, references, partitions),
                    101,
                    Math.min(partitions, 3),
                    new SearchSettings(10, Metric.EUCLIDEAN, false),
                    42)) {
                for (Neighbours block : search.neighbours().collect()) {
                    for (int query = 0; query < block.queries(); query++) {
                        found.put(block.queryIds()[query], DoubleLoop.found(block, query));
                    }
                }
            }
            assertEquals(23, found.size());
            for (int query = 0; query < 23; query++) {
                assertEquals(
                        DoubleLoop.nearest(queries, query, references, 10),
                        found.get(queries.ids()[query]),
                        partitions + " partitions, query " + query);
            }
        }
        assertEquals(Map.of(), spark.getPersistentRDDs(), "everything kept is released");
    }

    @Test
    void aRowThatIsNotFiniteIsNamedAndNothingStaysBehind(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        for (float wrong : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            RowBlock references = rows(101, 80, 1);
            RowBlock queries = rows(5, 80, 2);
            RowBlock bad = wrong < 0 ? queries : references; // found while cells are kept already, or before
            bad.values()[4 * 80 + 3] = wrong;

            Exception refused = assertThrows(
                    Exception.class,
                    () -> ExactSearch.run(
                            spark,
                            split(spark, queries, 2),
                            split(spark, references, 2),
                            101,
                            1,
                            new SearchSettings(3, Metric.EUCLIDEAN, false),
                            42));

            String expected = "row id " + bad.ids()[4] + ", value 3: expected a finite number, found " + wrong;
            assertTrue(refused.getMessage().contains(expected), refused.getMessage());
            assertEquals(Map.of(), spark.getPersistentRDDs());
        }
    }

    private static JavaRDD<RowBlock> split(JavaSparkContext spark, RowBlock rows, int partitions) {
        List<RowBlock> parts = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            int from = p * rows.rows() / partitions;
            int to = (p + 1) * rows.rows() / partitions;
            parts.add(new RowBlock(
                    Arrays.copyOfRange(rows.ids(), from, to),
                    Arrays.copyOfRange(rows.labels(), from, to),
                    Arrays.copyOfRange(rows.values(), from * rows.width(), to * rows.width()),
                    rows.width()));
        }
        return spark.parallelize(parts, partitions);
    }

    private static RowBlock rows(int rows, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] ids = new long[rows];
        float[] values = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            ids[row] = 500 - row;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(3);
        }
        return new RowBlock(ids, new int[rows], values, width);
    }
}
