package io.sparkae.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class RowBlocksIT {
    @Test
    void arraysAndVectorsArePackedAlike(SparkSession spark) {
        Dataset<Row> arrays = spark.range(0, 2500, 1, 2)
                .selectExpr(
                        "id", "IF(id % 2 = 0, CAST(id % 7 AS INT), NULL) AS label", "array(id / 2, 1.5) AS features");
        Dataset<Row> vectors = arrays.withColumn(
                "features", functions.array_to_vector(arrays.col("features").cast("array<double>")));
        for (Dataset<Row> rows : List.of(arrays, vectors)) {
            List<RowBlock> blocks = RowBlocks.of(rows, "features").collect();

            RowBlock all = RowBlock.concat(blocks);
            assertEquals(4, blocks.size(), "1,024 and 226 rows of each partition");
            assertEquals(2500, all.rows());
            assertEquals(RowBlock.NO_LABEL, all.labels()[1]);
            assertEquals(2048 % 7, all.labels()[2048]);
            assertEquals(2499, all.ids()[2499]);
            assertArrayEquals(new float[] {1249.5f, 1.5f}, Arrays.copyOfRange(all.values(), 4998, 5000));
        }
    }

    @Test
    void missingColumnsAndValuesAreNamed(SparkSession spark) {
        Dataset<Row> noValues = spark.range(0, 3, 1, 1).selectExpr("id", "CAST(NULL AS ARRAY<FLOAT>) AS features");

        assertEquals(
                "column code: expected in the rows, found [id, features]",
                assertThrows(IllegalArgumentException.class, () -> RowBlocks.of(noValues, "code"))
                        .getMessage());
        Exception failed = assertThrows(
                Exception.class, () -> RowBlocks.of(noValues, "features").count());
        assertTrue(failed.getMessage().contains("row id 0: expected values, found null"), failed.getMessage());
        Dataset<Row> aNullAmongValues = spark.range(7, 8, 1, 1).selectExpr("id", "array(1.5D, NULL) AS features");
        Exception among = assertThrows(Exception.class, () -> RowBlocks.of(aNullAmongValues, "features")
                .count());
        assertTrue(among.getMessage().contains("row id 7: expected values, found null"), among.getMessage());
        assertEquals(
                "column id: expected an array of numbers or a vector, found bigint",
                assertThrows(IllegalArgumentException.class, () -> RowBlocks.byPosition(noValues, "id"))
                        .getMessage());
    }

    @Test
    void rowsWithoutIdsAreNumberedByPosition(SparkSession spark) {
        Dataset<Row> rows = spark.range(100, 2600, 1, 3).selectExpr("array(id, 2) AS code");

        RowBlock all = RowBlock.concat(RowBlocks.byPosition(rows, "code").collect());

        assertEquals(2500, all.rows());
        assertEquals(2499, all.ids()[2499]);
        assertEquals(RowBlock.NO_LABEL, all.labels()[0]);
        assertArrayEquals(new float[] {2599, 2}, Arrays.copyOfRange(all.values(), 4998, 5000));
    }

    @Test
    void rowsAreSpreadEvenlyInOrder(SparkSession session) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        List<RowBlock> parts = List.of(rows(0, 5), rows(5, 5), rows(5, 6), rows(6, 23));
        JavaRDD<RowBlock> uneven = spark.parallelize(parts, 3);
        long[] counts = RowBlocks.rowsByPartition(uneven);

        for (int partitions : new int[] {1, 2, 5, 40}) {
            List<List<RowBlock>> spread =
                    RowBlocks.evenly(uneven, counts, partitions).glom().collect();
            List<RowBlock> all = new ArrayList<>();
            spread.forEach(all::addAll);

            assertEquals(23, Arrays.stream(counts).sum());
            assertArrayEquals(rows(0, 23).ids(), RowBlock.concat(all).ids());
            assertArrayEquals(rows(0, 23).values(), RowBlock.concat(all).values());
            assertEquals(partitions, spread.size());
            for (List<RowBlock> own : spread) {
                int rows = own.stream().mapToInt(RowBlock::rows).sum();
                assertTrue(rows == 23 / partitions || rows == 23 / partitions + 1, partitions + ": " + rows);
            }
        }
    }

    private static RowBlock rows(int from, int to) {
        RowBlock.Builder block = new RowBlock.Builder(2, to - from);
        for (int id = from; id < to; id++) {
            block.add(id, null, new float[] {id, -id});
        }
        return block.build();
    }
}
