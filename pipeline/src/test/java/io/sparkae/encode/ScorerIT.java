package io.sparkae.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.Fixtures;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelFile;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import io.sparkae.model.Optimizer;
import io.sparkae.model.RowFormat;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nd4j.linalg.learning.config.Adam;

@ExtendWith(SharedSpark.class)
class ScorerIT {
    private static final int ROWS = 23;
    private static final int FEATURES = 12;

    private final ModelSettings settings = Fixtures.model("model.hidden=[7]", "model.code=3");
    private final MultiLayerNetwork network =
            Networks.initialised(Networks.configuration(settings, new InputShape(3, 4), Optimizer.of(new Adam()), 42));

    @Test
    void columnsAreWhatTheFunctionsOnArraysGive(SparkSession spark) throws IOException {
        TrainedAutoencoder model = TrainedAutoencoder.of(network, settings, RowFormat.of(new InputShape(3, 4)));
        float[] values = new float[ROWS * FEATURES];
        List<Row> table = rows(values);
        Dataset<Row> frame = spark.createDataFrame(table, StructType.fromDDL("id BIGINT, features ARRAY<FLOAT>"))
                .repartition(2);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelFile.write(model, file);

        try (Scorer scorer = new Scorer(spark, file.toByteArray())) {
            List<Row> encoded =
                    scorer.reconstruct(scorer.encode(frame)).orderBy("id").collectAsList();
            List<Row> decoded =
                    scorer.decode(scorer.encode(frame)).orderBy("id").collectAsList();

            assertArrayEquals(
                    new String[] {"id", "features", "code", "reconstruction"},
                    encoded.get(0).schema().fieldNames());
            assertArrayEquals(model.encode(values, ROWS), flat(encoded, "code"), 1e-6f);
            assertArrayEquals(model.reconstruct(values, ROWS), flat(encoded, "reconstruction"), 1e-6f);
            assertArrayEquals(model.reconstruct(values, ROWS), flat(decoded, "features"), 1e-6f);
        }
    }

    @Test
    void rowsInBlocksGiveCodesErrorsAndMetrics(SparkSession spark) throws IOException {
        TrainedAutoencoder model = TrainedAutoencoder.of(network, settings, RowFormat.of(new InputShape(3, 4)));
        float[] values = new float[ROWS * FEATURES];
        rows(values);
        RowBlock all = new RowBlock(LongStream.range(0, ROWS).toArray(), new int[ROWS], values, FEATURES);
        List<RowBlock> blocks = List.of(
                all.select(IntStream.range(0, 10).toArray()),
                all.select(),
                all.select(IntStream.range(10, ROWS).toArray()));
        JavaRDD<RowBlock> rows =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(blocks, 2);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelFile.write(model, file);

        try (Scorer scorer = new Scorer(spark, file.toByteArray())) {
            List<Row> scored = scorer.score(rows).orderBy("id").collectAsList();
            float[] restored = model.reconstruct(values, ROWS);
            double sum = 0;
            for (int row = 0; row < ROWS; row++) {
                double squared = 0;
                for (int i = row * FEATURES; i < (row + 1) * FEATURES; i++) {
                    squared += Math.pow((double) restored[i] - values[i], 2);
                }
                assertEquals(squared / FEATURES, scored.get(row).<Float>getAs("reconstruction_error"), 1e-6);
                sum += squared / FEATURES;
            }

            assertArrayEquals(model.encode(values, ROWS), flat(scored, "code"), 1e-6f);
            assertEquals(sum / ROWS, scorer.metrics(rows).clean().meanSquaredError(), 1e-6);
            RowBlock narrow = new RowBlock(new long[1], new int[1], new float[5], 5);
            JavaRDD<RowBlock> wrong =
                    JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(narrow), 1);
            String message = assertThrows(
                            Exception.class, () -> scorer.score(wrong).count())
                    .getMessage();
            assertTrue(message.contains("expected 12 values, as the model was trained on, found 5"), message);
        }
    }

    @Test
    void aFileThatIsNoModelIsRefusedAtOnce(SparkSession spark) {
        assertEquals(
                "not a model of sparkae: it has no entry sparkae-model.json",
                assertThrows(IOException.class, () -> new Scorer(spark, new byte[] {1, 2, 3}))
                        .getMessage());
    }

    private static List<Row> rows(float[] values) {
        SplittableRandom random = new SplittableRandom(5);
        List<Row> table = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            List<Float> features = new ArrayList<>();
            for (int i = 0; i < FEATURES; i++) {
                values[row * FEATURES + i] = (float) random.nextDouble();
                features.add(values[row * FEATURES + i]);
            }
            table.add(RowFactory.create((long) row, features));
        }
        return table;
    }

    private static float[] flat(List<Row> rows, String column) {
        List<Float> all = new ArrayList<>();
        rows.forEach(row -> all.addAll(row.getList(row.fieldIndex(column))));
        float[] values = new float[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.get(i);
        }
        return values;
    }
}
