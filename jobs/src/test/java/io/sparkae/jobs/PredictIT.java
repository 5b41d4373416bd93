package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.knn.LabelledReferences;
import io.sparkae.predict.PredictSettings;
import io.sparkae.predict.Predictions;
import io.sparkae.predict.TrainedRun;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** New rows through the command: Kaggle's journey, a run, a model file, a stream. */
@ExtendWith(SharedSpark.class)
class PredictIT {
    private static PredictFixture fixture;
    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void train(@TempDir Path shared, SparkSession session) throws IOException {
        spark = session;
        fixture = PredictFixture.in(shared);
    }

    @Test
    void theSecondOfKagglesCommandsGivesTheSubmission() throws IOException {
        Path submission = folder.resolve("submission.csv");

        Command predicted = fixture.predict(fixture.unlabelled(), submission, "--format", "kaggle");

        assertEquals(0, predicted.code(), predicted.err());
        List<String> lines = Files.readAllLines(submission);
        assertEquals("ImageId,Label", lines.get(0));
        assertEquals(PredictFixture.ROWS + 1, lines.size());
        assertEquals(Files.readAllLines(fixture.run().resolve("knn/submission.csv")), lines);
        assertTrue(predicted.out().contains("60 rows in "), predicted.out());
    }

    /** Codes may differ in the last bits, since rows go through the network in other groups. */
    @Test
    void testRowsGetWhatTheStagesGaveThem() throws IOException {
        Path output = folder.resolve("predicted");

        Command predicted = fixture.predict(fixture.labelled(), output);

        assertEquals(0, predicted.code(), predicted.err());
        List<Row> rows = table(output.resolve("predictions"));
        List<Row> codes = table(fixture.run().resolve("encodings/test"));
        List<Row> votes = table(fixture.run().resolve("knn/predictions"));
        List<Row> neighbours = spark.read()
                .parquet(fixture.run().resolve("knn/neighbours").toString())
                .orderBy("id", "rank")
                .collectAsList();
        List<String> lines = fixture.lines();
        assertEquals(PredictFixture.ROWS, rows.size());
        for (int i = 0; i < PredictFixture.ROWS; i++) {
            Row row = rows.get(i);
            assertEquals((long) i, row.<Long>getAs("id"));
            assertEquals(lines.get(i + 1).split(",")[0], row.getAs("label").toString());
            List<Float> code = row.getList(row.fieldIndex("code"));
            List<Float> expected = codes.get(i).getList(codes.get(i).fieldIndex("code"));
            for (int j = 0; j < 4; j++) {
                assertEquals(expected.get(j), code.get(j), 1e-5f);
            }
            assertEquals(
                    codes.get(i).<Float>getAs("reconstruction_error"), row.<Float>getAs("reconstruction_error"), 1e-6f);
            assertEquals(votes.get(i).<Integer>getAs("prediction"), row.<Integer>getAs("prediction"));
            assertEquals(
                    votes.get(i).<Double>getAs("vote_share"),
                    row.<Double>getAs("vote_share"),
                    5e-3); // of inverse distances
            List<Long> ids = row.getList(row.fieldIndex("neighbour_ids"));
            List<Double> distances = row.getList(row.fieldIndex("neighbour_distances"));
            assertEquals(5, ids.size());
            for (int rank = 0; rank < 5; rank++) {
                assertEquals(neighbours.get(i * 5 + rank).<Long>getAs("neighbour_id"), ids.get(rank));
                assertEquals(neighbours.get(i * 5 + rank).<Double>getAs("distance"), distances.get(rank), 1e-4);
            }
        }
    }

    /** The threshold is the quantile of the errors that the encode stage found for the held-out rows. */
    @Test
    void aModelFileAloneScoresAnomalies() throws IOException {
        Path output = folder.resolve("out.csv");

        Command predicted = PredictFixture.predictWith(
                fixture.run().resolve("model/model.zip"),
                fixture.unlabelled(),
                output,
                "-s",
                "predict.anomaly-quantile=0.9");

        assertEquals(0, predicted.code(), predicted.err());
        assertTrue(predicted.out().contains("no predicted labels: a model file has no references"), predicted.out());
        double[] errors = table(fixture.run().resolve("encodings/validation")).stream()
                .mapToDouble(row -> row.<Float>getAs("reconstruction_error"))
                .sorted()
                .toArray();
        double at = 0.9 * (errors.length - 1);
        double threshold = errors[(int) at] + (at - (int) at) * (errors[(int) at + 1] - errors[(int) at]);
        List<Row> rows = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(output.toString())
                .collectAsList();
        assertEquals(
                List.of(
                        "id",
                        "label",
                        "code_0",
                        "code_1",
                        "code_2",
                        "code_3",
                        "reconstruction_error",
                        "anomaly_score",
                        "anomaly"),
                List.of(rows.get(0).schema().fieldNames()));
        for (Row row : rows) {
            double error = row.<Double>getAs("reconstruction_error");
            assertEquals(error / threshold, row.<Double>getAs("anomaly_score"), 1e-3);
            assertEquals(row.<Double>getAs("anomaly_score") > 1, row.<Boolean>getAs("anomaly"));
            assertNull(row.getAs("label"));
        }
    }

    /** The example of docs/user-guide.md, which {@link #theGuidesExampleIsTheOneTested} compares. */
    private static void score(String run, String folder, StructType pixels, String checkpoint, String scored)
            throws Exception {
        TrainedRun trained = TrainedRun.open(run, spark.sparkContext().hadoopConfiguration());
        LabelledReferences references = trained.references(spark, trained.knn());
        try (Predictions predictions = Predictions.of(spark, trained.bytes(), PredictSettings.defaults())
                .withReferences(references)) {
            Dataset<Row> arriving =
                    spark.readStream().schema(pixels).option("header", true).csv(folder);
            predictions
                    .transform(arriving)
                    .writeStream()
                    .option("checkpointLocation", checkpoint)
                    .trigger(Trigger.AvailableNow()) // what is there now; without, it runs on
                    .start(scored) // Parquet
                    .awaitTermination();
        }
    }

    @Test
    void aStreamGivesWhatTheCommandGives() throws Exception {
        Path arriving = Files.createDirectory(folder.resolve("arriving"));
        Files.copy(fixture.unlabelled(), arriving.resolve("test.csv"));
        StructType pixels = new StructType();
        for (int i = 0; i < 784; i++) {
            pixels = pixels.add("pixel" + i, DataTypes.IntegerType);
        }
        Path predicted = folder.resolve("predicted");
        assertEquals(0, fixture.predict(fixture.unlabelled(), predicted).code());

        Path scored = folder.resolve("scored");
        score(
                fixture.run().toString(),
                arriving.toString(),
                pixels,
                folder.resolve("checkpoint").toString(),
                scored.toString());

        List<Row> streamed = spark.read()
                .parquet(scored.toString())
                .orderBy("reconstruction_error")
                .collectAsList();
        List<Row> batch = spark.read()
                .parquet(predicted.resolve("predictions").toString())
                .orderBy("reconstruction_error")
                .collectAsList();
        assertEquals(PredictFixture.ROWS, streamed.size());
        for (int i = 0; i < PredictFixture.ROWS; i++) {
            for (String name : List.of("prediction", "neighbour_ids", "anomaly")) {
                assertEquals(batch.get(i).<Object>getAs(name), streamed.get(i).<Object>getAs(name), name);
            }
            assertEquals(
                    batch.get(i).<Float>getAs("anomaly_score"), streamed.get(i).<Float>getAs("anomaly_score"), 1e-4);
        }
    }

    @Test
    void theGuidesExampleIsTheOneTested() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "user-guide.md"));
        int start = guide.indexOf("TrainedRun trained");
        String example = guide.substring(start, guide.indexOf("```", start));
        String here = Files.readString(Path.of("src", "test", "java", "io", "sparkae", "jobs", "PredictIT.java"));

        assertTrue(here.replaceAll("\\s+", " ").contains(example.strip().replaceAll("\\s+", " ")), example);
    }

    private static List<Row> table(Path parquet) {
        return spark.read().parquet(parquet.toString()).orderBy("id").collectAsList();
    }
}
