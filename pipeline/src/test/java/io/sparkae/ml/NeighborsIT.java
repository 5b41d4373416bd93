package io.sparkae.ml;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.knn.search.Metric;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import io.sparkae.train.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both estimators of neighbours against a double loop. */
@ExtendWith(SharedSpark.class)
class NeighborsIT {
    private static final int REFERENCES = 90;
    private static final int QUERIES = 40;
    private static final int K = 4;

    private SparkSession spark;
    private Dataset<Row> references;
    private Dataset<Row> queries;

    @BeforeEach
    void rows(SparkSession shared) {
        spark = shared;
        references = Frames.vectors(spark, REFERENCES, 3)
                .withColumn("key", functions.expr("1000 - id"))
                .withColumn("label", functions.expr("cast(id % 3 as double)"));
        queries = of(Rows.block(500, QUERIES), 4);
    }

    private Dataset<Row> of(RowBlock block, int partitions) {
        List<Row> table = new ArrayList<>();
        for (int row = 0; row < block.rows(); row++) {
            table.add(RowFactory.create((long) row, Vectors.dense(Frames.doubles(Frames.values(block, row)))));
        }
        return Frames.frame(spark, table, Frames.VECTORS, partitions);
    }

    /** Neighbours of a query by (distance, id), ids from {@code key}. */
    private static List<Row> nearest(int query, Metric metric) {
        float[] of = Rows.block(500, QUERIES).values();
        float[] among = Rows.block(0, REFERENCES).values();
        int width = Rows.FEATURES;
        return IntStream.range(0, REFERENCES)
                .mapToObj(row ->
                        RowFactory.create(1000L - row, metric.distance(of, query * width, among, row * width, width)))
                .sorted(Comparator.comparingDouble((Row row) -> row.getDouble(1))
                        .thenComparingLong(row -> row.getLong(0)))
                .limit(K)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void neighboursAreThoseOfADoubleLoopInTheOrderOfTheQueries(Metric metric) {
        ExactNearestNeighborsModel model = new ExactNearestNeighbors()
                .setIdCol("key")
                .setK(K)
                .setMetric(metric.name().toLowerCase(Locale.ROOT))
                .fit(references);

        List<Row> found = model.transform(queries).collectAsList();

        for (int query = 0; query < QUERIES; query++) {
            assertEquals(query, found.get(query).getLong(0));
            assertEquals(nearest(query, metric), found.get(query).<Row>getList(2));
        }
    }

    @Test
    void theVoteIsThatOfTheNeighboursLabels() {
        NearestNeighborsClassificationModel model = new NearestNeighborsClassifier()
                .setIdCol("key")
                .setK(K)
                .setNeighborsCol("nearest")
                .fit(references);

        Dataset<Row> table = model.transform(queries);
        List<Row> found = table.collectAsList();

        assertEquals(3, model.numClasses());
        assertEquals(
                3,
                AttributeGroup.fromStructField(table.schema().apply("probability"))
                        .size());
        assertEquals(model.transformSchema(queries.schema()), table.schema());
        for (int query = 0; query < QUERIES; query++) {
            Map<Integer, Integer> votes = new HashMap<>();
            nearest(query, Metric.EUCLIDEAN)
                    .forEach(row -> votes.merge((int) ((1000 - row.getLong(0)) % 3), 1, Integer::sum));
            Vector shares = found.get(query).getAs("probability");
            int best = 0;
            for (int label = 0; label < 3; label++) {
                assertEquals(votes.getOrDefault(label, 0) / (double) K, shares.apply(label));
                best = shares.apply(label) > shares.apply(best) ? label : best;
            }
            assertEquals((double) best, found.get(query).<Double>getAs("prediction"));
            assertEquals(nearest(query, Metric.EUCLIDEAN), found.get(query).<Row>getList(4));
        }
    }

    /** Blocks of a megabyte: references that fit no block together; and ids that are positions. */
    @Test
    void manyBlocksAndPositionsGiveTheSame() {
        Dataset<Row> wide = Frames.vectors(spark, REFERENCES, 5);
        List<Row> few =
                new ExactNearestNeighbors().setK(K).fit(wide).transform(queries).collectAsList();
        List<Row> many = new ExactNearestNeighbors()
                .setK(K)
                .setBlockMegabytes(1)
                .fit(wide.coalesce(2))
                .transform(queries.coalesce(1))
                .collectAsList();

        assertEquals(few, many);
        assertEquals(
                1000 - nearest(7, Metric.EUCLIDEAN).get(0).getLong(0),
                ((Row) few.get(7).getList(2).get(0)).getLong(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"expected 12 values, found null", "expected values of at most 1e15 in size, found 1.0E30"})
    void queriesThatCannotBeUsedAreNamedLeftOutOrKept(String problem) {
        Column bad = problem.endsWith("null")
                ? functions.lit(null)
                : array_to_vector(functions.array_repeat(functions.lit(1e30), Rows.FEATURES));
        Dataset<Row> holed = queries.withColumn(
                "features",
                functions
                        .when(functions.col("id").notEqual(13), functions.col("features"))
                        .otherwise(bad));
        ExactNearestNeighborsModel model = new ExactNearestNeighbors().setK(K).fit(references);
        List<Row> all = model.transform(queries).collectAsList();

        String message =
                assertThrows(Exception.class, () -> model.transform(holed)).getMessage();
        assertTrue(message.contains("row 3 of partition 1, column features: " + problem), message);
        List<Row> skipped = model.setHandleInvalid("skip").transform(holed).collectAsList();
        List<Row> kept = model.setHandleInvalid("keep").transform(holed).collectAsList();

        assertEquals(QUERIES - 1, skipped.size());
        assertEquals(QUERIES, kept.size());
        assertNull(kept.get(13).get(2));
        assertEquals(all.get(12).getList(2), kept.get(12).getList(2));
        assertEquals(all.get(14).getList(2), kept.get(14).getList(2));
        assertEquals(all.get(14).getList(2), skipped.get(13).getList(2));
        assertEquals(0, model.transform(queries.where("id < 0")).count());
    }

    @Test
    void wrongColumnsAndRowsAreNamed() {
        NearestNeighborsClassifier classifier = new NearestNeighborsClassifier();

        assertEquals(
                "column y: expected in the rows, found [id, features, key, label]",
                refusal(classifier.copy(ParamMap.empty()).setLabelCol("y"), references));
        assertEquals(
                "column features: expected a number, found"
                        + " struct<type:tinyint,size:int,indices:array<int>,values:array<double>>",
                refusal(classifier.copy(ParamMap.empty()).setLabelCol("features"), references));
        String label = refusal(classifier, references.withColumn("label", functions.expr("id - 0.5")));
        assertTrue(label.contains("column label: expected a label, a whole number from 0 to 46339, found -0.5"), label);
        String missing = refusal(classifier, references.withColumn("label", functions.expr("cast(null as int)")));
        assertTrue(missing.contains("column label: expected a label"), missing);
        String noId = refusal(
                new NearestNeighborsClassifier().setIdCol("key"),
                references.withColumn("key", functions.expr("if(id = 3, null, id)")));
        assertTrue(noId.contains("row 3 of partition 0, column key: expected an id, found null"), noId);
        assertEquals("references: expected rows, found none", refusal(classifier, references.where("id < 0")));
        String stream = assertThrows(IllegalArgumentException.class, () -> classifier
                        .fit(references)
                        .transform(spark.readStream()
                                .format("rate")
                                .load()
                                .selectExpr("value as id", "array(value) as features")))
                .getMessage();
        assertTrue(stream.contains("foreachBatch"), stream);
        StructType narrow = Frames.numbers(spark, 1, 1).schema();
        ExactNearestNeighborsModel model =
                new ExactNearestNeighbors().fit(references).setFeaturesCol("x3");
        assertEquals(
                "columns [x3]: expected 12 values, as the references have, found 1",
                assertThrows(IllegalArgumentException.class, () -> model.transformSchema(narrow))
                        .getMessage());
    }

    private static String refusal(NearestNeighborsClassifier estimator, Dataset<Row> rows) {
        return assertThrows(IllegalArgumentException.class, () -> estimator.fit(rows))
                .getMessage();
    }
}
