package io.sparkae.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.knn.ExactKnn;
import io.sparkae.knn.KnnSettings;
import io.sparkae.knn.LabelledReferences;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.model.Fixtures;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelFile;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import io.sparkae.model.Optimizer;
import io.sparkae.model.ReconstructionSum.HeldOutErrors;
import io.sparkae.model.RowFormat;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.SettingsException;
import io.sparkae.testing.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;

@ExtendWith(SharedSpark.class)
class PredictionsIT {
    private static final int FEATURES = 12;
    private static final int ROWS = 41;
    private static final StructType PIXELS = StructType.fromDDL("name STRING, "
            + IntStream.range(0, FEATURES).mapToObj(i -> "pixel" + i + " INT").collect(Collectors.joining(", ")));

    private final TrainedAutoencoder model = model();
    private final float[] values = new float[ROWS * FEATURES];
    private SparkSession spark;
    private JavaSparkContext context;

    @TempDir
    Path folder;

    private static TrainedAutoencoder model() {
        ModelSettings settings = Fixtures.model("model.hidden=[7]", "model.code=3", "model.code-activation=identity");
        InputShape shape = new InputShape(3, 4);
        float[] errors = new float[201];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = i / 1000f;
        }
        return TrainedAutoencoder.of(
                        Networks.initialised(Networks.configuration(settings, shape, Optimizer.of(new Adam()), 42)),
                        settings,
                        RowFormat.of(shape))
                .withHeldOutErrors(HeldOutErrors.of(errors));
    }

    @BeforeEach
    void rows(SparkSession session) {
        spark = session;
        context = JavaSparkContext.fromSparkContext(session.sparkContext());
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(256);
        }
    }

    @Test
    void codesErrorsAndScoresAreTheModels() throws IOException {
        float[] scaled = model.format().scaling().apply(values, FEATURES);
        TrainedAutoencoder.Pass pass = model.apply(scaled, ROWS);
        try (Predictions predictions =
                Predictions.of(spark, file(model), PredictSettings.defaults().withAnomalyQuantile(0.5))) {
            List<Row> rows = predictions
                    .withReconstructions()
                    .table(context.parallelize(List.of(block(scaled, 0, 20), block(scaled, 20, ROWS)), 2))
                    .orderBy("id")
                    .collectAsList();

            assertEquals(0.1, predictions.threshold().orElseThrow(), 1e-6);
            assertEquals(ROWS, rows.size());
            for (int row = 0; row < ROWS; row++) {
                Row found = rows.get(row);
                assertArrayEquals(slice(pass.codes(), row, 3), floats(found, "code"), 1e-6f);
                double error = 0;
                for (int i = row * FEATURES; i < (row + 1) * FEATURES; i++) {
                    error += Math.pow(pass.reconstructions()[i] - scaled[i], 2) / FEATURES;
                }
                float reported = found.<Float>getAs("reconstruction_error");
                assertEquals(error, reported, 1e-6);
                assertEquals(error / 0.1, found.<Float>getAs("anomaly_score"), 1e-4);
                assertEquals(error > 0.1, found.<Boolean>getAs("anomaly"));
                assertEquals(255 * pass.reconstructions()[row * FEATURES], floats(found, "reconstruction")[0], 1e-3f);
                assertEquals(row % 3 == 0 ? null : row % 2, found.<Integer>getAs("label"));
            }
            long anomalies = rows.stream().filter(row -> row.getAs("anomaly")).count();
            assertTrue(anomalies > 0 && anomalies < ROWS, "both kinds should occur, anomalies: " + anomalies);
        }
    }

    @Test
    void neighboursAreThoseOfTheDistributedSearch() throws IOException {
        float[] scaled = model.format().scaling().apply(values, FEATURES);
        float[] codes = model.encode(scaled, ROWS);
        codes = Arrays.copyOf(codes, codes.length);
        System.arraycopy(codes, 0, codes, 30, 30); // ten codes twice: ties
        RowBlock references = new RowBlock(ids(0, ROWS), labels(ROWS), codes, 3);
        KnnSettings settings = KnnSettings.defaults().withK(4);
        List<Row> expected;
        try (SearchResult found = new ExactKnn(settings)
                .search(
                        context.parallelize(List.of(new RowBlock(ids(0, ROWS), labels(ROWS), codes(scaled), 3)), 1),
                        labelled(references))) {
            expected = found.table(spark).orderBy("id", "rank").collectAsList();
        }
        try (Predictions predictions = Predictions.of(spark, file(model), PredictSettings.defaults())) {
            List<Row> rows = predictions
                    .withReferences(
                            LabelledReferences.of(context.parallelize(List.of(references), 1), ROWS, 2, settings))
                    .table(context.parallelize(List.of(block(scaled, 0, ROWS)), 1))
                    .orderBy("id")
                    .collectAsList();

            for (int row = 0; row < ROWS; row++) {
                List<Long> ids = rows.get(row).getList(rows.get(row).fieldIndex("neighbour_ids"));
                List<Double> distances = rows.get(row).getList(rows.get(row).fieldIndex("neighbour_distances"));
                List<Double> shares = rows.get(row).getList(rows.get(row).fieldIndex("vote_shares"));
                double[] votes = new double[2];
                for (int rank = 0; rank < 4; rank++) {
                    Row one = expected.get(row * 4 + rank);
                    assertEquals(one.<Long>getAs("neighbour_id"), ids.get(rank), "row " + row);
                    assertEquals(one.<Double>getAs("distance"), distances.get(rank), "row " + row);
                    votes[(int) (ids.get(rank) % 2)] += 0.25;
                }
                assertEquals(List.of(votes[0], votes[1]), shares);
                assertEquals(votes[1] > votes[0] ? 1 : 0, rows.get(row).<Integer>getAs("prediction"));
            }
        }
        SettingsException tooMany = assertThrows(
                SettingsException.class,
                () -> LabelledReferences.of(
                        context.parallelize(List.of(references), 1),
                        ROWS,
                        2,
                        KnnSettings.defaults().withK(30)));
        assertTrue(tooMany.getMessage().contains("knn.k: expected fewer than the 27"), tooMany.getMessage());
    }

    @Test
    void aStreamOfFilesGivesWhatTheBatchGives() throws Exception {
        Path arriving = Files.createDirectories(folder.resolve("arriving"));
        Dataset<Row> files =
                spark.readStream().schema(PIXELS).option("header", true).csv(arriving.toString());
        RowBlock references = new RowBlock(
                ids(0, ROWS), labels(ROWS), codes(model.format().scaling().apply(values, FEATURES)), 3);
        try (Predictions predictions = Predictions.of(spark, file(model), PredictSettings.defaults())) {
            predictions.withReferences(LabelledReferences.of(
                    context.parallelize(List.of(references), 1),
                    ROWS,
                    2,
                    KnnSettings.defaults().withK(3)));
            StreamingQuery query = predictions
                    .transform(files)
                    .writeStream()
                    .option("checkpointLocation", folder.resolve("checkpoint").toString())
                    .format("parquet")
                    .start(folder.resolve("predicted").toString());
            try {
                drop(arriving, "first.csv", 0, 25);
                query.processAllAvailable();
                assertEquals(25, streamed().count());
                drop(arriving, "second.csv", 25, ROWS);
                query.processAllAvailable();
            } finally {
                query.stop();
            }
            List<Row> batch = predictions
                    .transform(
                            spark.read().schema(PIXELS).option("header", true).csv(arriving.toString()))
                    .orderBy("name")
                    .collectAsList();

            assertArrayEquals(
                    new String[] {
                        "name",
                        "code",
                        "reconstruction_error",
                        "anomaly_score",
                        "anomaly",
                        "prediction",
                        "vote_share",
                        "vote_shares",
                        "neighbour_ids",
                        "neighbour_distances",
                        "rejected"
                    },
                    batch.get(0).schema().fieldNames());
            assertEquals(batch, streamed().orderBy("name").collectAsList());
            assertEquals(
                    List.of(1L), batch.get(1).getList(8).subList(0, 1), "a reference is its own nearest neighbour");
        }
    }

    @Test
    void aBadRowOfAFrameIsToldApart() throws IOException {
        List<Row> rows = List.of(
                RowFactory.create("good", new Double[] {1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11., 12.}),
                RowFactory.create("short", new Double[] {1., 2.}),
                RowFactory.create("null inside", new Double[] {1., null, 3., 4., 5., 6., 7., 8., 9., 10., 11., 12.}),
                RowFactory.create("infinite", new Double[] {1., 1e300, 3., 4., 5., 6., 7., 8., 9., 10., 11., 12.}),
                RowFactory.create("missing", null),
                RowFactory.create("huge", new Double[] {1., 2., 1e30, 4., 5., 6., 7., 8., 9., 10., 11., 12.}));
        Dataset<Row> frame = spark.createDataFrame(rows, StructType.fromDDL("name STRING, features ARRAY<DOUBLE>"))
                .coalesce(1);
        try (Predictions predictions = Predictions.of(spark, file(model), PredictSettings.defaults())) {
            List<Row> found = predictions.transform(frame).collectAsList();

            assertNull(found.get(0).getAs("rejected"));
            assertEquals(3, floats(found.get(0), "code").length);
            assertEquals("expected 12 values, found 2", found.get(1).getAs("rejected"));
            assertEquals("expected 12 numbers, found null", found.get(2).getAs("rejected"));
            assertEquals(
                    "value 1: expected a finite number, found Infinity",
                    found.get(3).getAs("rejected"));
            assertEquals("expected 12 numbers, found null", found.get(4).getAs("rejected"));
            assertEquals(
                    "value 2: expected a number of at most 1e15 in size after scaling (x / 255), found 1.0E30",
                    found.get(5).getAs("rejected"));
            assertTrue(
                    found.stream().skip(1).allMatch(row -> row.getAs("code") == null && row.getAs("anomaly") == null));
            IllegalArgumentException taken = assertThrows(
                    IllegalArgumentException.class,
                    () -> predictions.transform(frame.withColumnRenamed("name", "code")));
            assertTrue(taken.getMessage().contains("column code: is in the rows already"), taken.getMessage());
            IllegalArgumentException none =
                    assertThrows(IllegalArgumentException.class, () -> predictions.transform(frame.drop("features")));
            assertTrue(none.getMessage().contains("columns pixel0 to pixel11"), none.getMessage());
        }
    }

    @Test
    void quantilesAreNumPys() {
        HeldOutErrors errors = HeldOutErrors.of(new float[] {4, 1, 2, 8});

        assertEquals(1, errors.quantile(0));
        assertEquals(3, errors.quantile(0.5), 1e-6); // numpy.quantile([1, 2, 4, 8], …)
        assertEquals(7.6, errors.quantile(0.9666666), 1e-2);
        assertEquals(6.8, errors.quantile(0.9), 1e-6);
        assertEquals(8, errors.quantile(1));
    }

    private Dataset<Row> streamed() {
        return spark.read().parquet(folder.resolve("predicted").toString());
    }

    /** Moves a whole file into the folder, as a stream's producer has to. */
    private void drop(Path into, String name, int from, int to) throws IOException {
        List<String> lines = new ArrayList<>(List.of(String.join(",", PIXELS.fieldNames())));
        for (int row = from; row < to; row++) {
            int at = row * FEATURES;
            lines.add(String.format("row%02d,", row)
                    + IntStream.range(0, FEATURES)
                            .mapToObj(i -> Integer.toString((int) values[at + i]))
                            .collect(Collectors.joining(",")));
        }
        Path written = Files.write(folder.resolve(name), lines);
        Files.move(written, into.resolve(name));
    }

    private JavaRDD<RowBlock> labelled(RowBlock references) {
        return context.parallelize(
                List.of(references.select(IntStream.range(0, ROWS)
                        .filter(row -> references.labels()[row] != RowBlock.NO_LABEL)
                        .toArray())),
                1);
    }

    private float[] codes(float[] scaled) {
        return model.encode(scaled, ROWS);
    }

    private RowBlock block(float[] scaled, int from, int to) {
        return new RowBlock(
                ids(from, to),
                Arrays.copyOfRange(labels(ROWS), from, to),
                Arrays.copyOfRange(scaled, from * FEATURES, to * FEATURES),
                FEATURES);
    }

    private static long[] ids(int from, int to) {
        return LongStream.range(from, to).toArray();
    }

    private static int[] labels(int rows) {
        return IntStream.range(0, rows)
                .map(row -> row % 3 == 0 ? RowBlock.NO_LABEL : row % 2)
                .toArray();
    }

    private static float[] slice(float[] all, int row, int width) {
        return Arrays.copyOfRange(all, row * width, (row + 1) * width);
    }

    private static float[] floats(Row row, String column) {
        List<Float> all = row.getList(row.fieldIndex(column));
        float[] values = new float[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.get(i);
        }
        return values;
    }

    private static byte[] file(TrainedAutoencoder model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelFile.write(model, out);
        return out.toByteArray();
    }
}
