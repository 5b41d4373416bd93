package io.sparkae.knn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.knn.search.Neighbours;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class EvaluationIT {
    @Test
    void evaluationCountsEachPairOfLabels(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        // Predictions by one neighbour each: 0, 0, 2, 2, 1; true labels 0, 1, 2, 2 and one unknown.
        Neighbours block = new Neighbours(
                new long[] {10, 11, 12, 13, 14},
                new int[] {0, 1, 2, 2, RowBlock.NO_LABEL},
                1,
                new long[5],
                new double[5],
                new int[] {0, 0, 2, 2, 1});

        Evaluation evaluation = Evaluation.of(spark.parallelize(List.of(block)), Vote.Weighting.UNIFORM, 4);

        assertEquals(0.75, evaluation.accuracy());
        assertEquals(
                List.of(
                        List.of(1L, 0L, 0L, 0L),
                        List.of(1L, 0L, 0L, 0L),
                        List.of(0L, 0L, 2L, 0L),
                        List.of(0L, 0L, 0L, 0L)),
                evaluation.confusion());
        assertEquals(0.5, evaluation.perClass().get(0).precision());
        assertEquals(0.0, evaluation.perClass().get(1).recall());
        assertEquals(1.0, evaluation.perClass().get(2).f1());
    }

    @Test
    void recallCountsWhatIsAsNearAsTheKth(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        Neighbours exact = neighbours(new long[] {1, 2, 3, 4}, 1, 2, 5, 6);
        Neighbours found = neighbours(new long[] {1, 9, 3, 8}, 1, 2, 5, 7);

        double recall = Evaluation.recall(spark.parallelize(List.of(found)), spark.parallelize(List.of(exact)));

        assertEquals(0.75, recall); // 9 is as far away as 2 is, 8 is too far
    }

    private static Neighbours neighbours(long[] ids, double... distances) {
        return new Neighbours(new long[] {10, 11}, new int[2], 2, ids, distances, new int[4]);
    }
}
