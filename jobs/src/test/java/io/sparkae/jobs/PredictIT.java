package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.ingest.generate.GeneratedCsv;
import io.sparkae.ingest.generate.GeneratedKind;
import io.sparkae.knn.LabelledReferences;
import io.sparkae.predict.PredictSettings;
import io.sparkae.predict.Predictions;
import io.sparkae.predict.TrainedRun;
import io.sparkae.rows.Split;
import io.sparkae.testing.SharedSpark;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
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

/** New rows through the command: Kaggle's journey, every format, bad rows, and what is refused. */
@ExtendWith(SharedSpark.class)
class PredictIT {
    private static final int TEST_ROWS = 60;

    @TempDir
    static Path shared;

    private static Path run;
    private static Path labelled;
    private static Path unlabelled;
    private static SparkSession spark;

    @TempDir
    Path folder;

    /** The first of Kaggle's two commands. */
    @BeforeAll
    static void train(SparkSession session) throws IOException {
        spark = session;
        run = shared.resolve("run");
        Path train = generated(Split.TRAIN, 300);
        labelled = generated(Split.TEST, TEST_ROWS);
        unlabelled = shared.resolve("test.csv");
        Files.write(
                unlabelled,
                lines(labelled).stream()
                        .map(line -> line.substring(line.indexOf(',') + 1))
                        .toList());
        Command trained = Command.run(
                "run",
                "--run-dir",
                run.toString(),
                "-s",
                "data.train=" + train,
                "-s",
                "data.test=" + unlabelled,
                "-s",
                "ingest.validation-fraction=0.1",
                "-s",
                "model.hidden=[16]",
                "-s",
                "model.code=4",
                "-s",
                "training.epochs=3",
                "-s",
                "knn.k=5",
                "-s",
                "knn.vote=distance");
        assertEquals(0, trained.code(), trained.err());
    }

    @Test
    void theSecondOfKagglesCommandsGivesTheSubmission() throws IOException {
        Path submission = folder.resolve("submission.csv");

        Command predicted = predict(run, unlabelled, submission, "--format", "kaggle");

        assertEquals(0, predicted.code(), predicted.err());
        List<String> lines = Files.readAllLines(submission);
        assertEquals("ImageId,Label", lines.get(0));
        assertEquals(TEST_ROWS + 1, lines.size());
        assertEquals(Files.readAllLines(run.resolve("knn/submission.csv")), lines);
        assertTrue(predicted.out().contains("60 rows in "), predicted.out());
    }

    /** Codes may differ in the last bits, since rows go through the network in other groups. */
    @Test
    void testRowsGetWhatTheStagesGaveThem() throws IOException {
        Path output = folder.resolve("predicted");

        Command predicted = predict(run, labelled, output);

        assertEquals(0, predicted.code(), predicted.err());
        List<Row> rows = table(output.resolve("predictions"));
        List<Row> codes = table(run.resolve("encodings/test"));
        List<Row> votes = table(run.resolve("knn/predictions"));
        List<Row> neighbours = spark.read()
                .parquet(run.resolve("knn/neighbours").toString())
                .orderBy("id", "rank")
                .collectAsList();
        List<String> lines = lines(labelled);
        assertEquals(TEST_ROWS, rows.size());
        for (int i = 0; i < TEST_ROWS; i++) {
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

        Command predicted =
                predict(run.resolve("model/model.zip"), unlabelled, output, "-s", "predict.anomaly-quantile=0.9");

        assertEquals(0, predicted.code(), predicted.err());
        assertTrue(predicted.out().contains("no predicted labels: a model file has no references"), predicted.out());
        double[] errors = table(run.resolve("encodings/validation")).stream()
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
        Files.copy(unlabelled, arriving.resolve("test.csv"));
        StructType pixels = new StructType();
        for (int i = 0; i < 784; i++) {
            pixels = pixels.add("pixel" + i, DataTypes.IntegerType);
        }
        Path predicted = folder.resolve("predicted");
        assertEquals(0, predict(run, unlabelled, predicted).code());

        Path scored = folder.resolve("scored");
        score(
                run.toString(),
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
        assertEquals(TEST_ROWS, streamed.size());
        for (int i = 0; i < TEST_ROWS; i++) {
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

    @Test
    void flatFormatsHoldTheSameValues() throws IOException {
        Path csv = folder.resolve("flat.csv");
        Path jsonl = folder.resolve("flat.jsonl");
        Path parts = folder.resolve("parts");

        assertEquals(0, predict(run, labelled, csv, "--reconstructions").code());
        assertEquals(0, predict(run, labelled, jsonl, "--reconstructions").code());
        assertEquals(
                0,
                predict(run, labelled, parts, "--reconstructions", "--format", "csv")
                        .code());

        List<Row> fromCsv = spark.read()
                .option("header", true)
                .schema(spark.read()
                        .option("header", true)
                        .option("inferSchema", true)
                        .csv(csv.toString())
                        .schema())
                .csv(csv.toString())
                .orderBy("id")
                .collectAsList();
        List<Row> fromJson = spark.read().json(jsonl.toString()).orderBy("id").collectAsList();
        List<String> names = Arrays.asList(fromCsv.get(0).schema().fieldNames());
        assertEquals(2 + 4 + 1 + 2 + 2 + 10 + 5 + 5 + 784, names.size());
        assertTrue(names.containsAll(
                List.of("vote_share_9", "neighbour_id_1", "neighbour_distance_5", "reconstruction_783")));
        for (int i = 0; i < TEST_ROWS; i++) {
            for (String name : names) {
                assertEquals(
                        String.valueOf(number(fromCsv.get(i).getAs(name))),
                        String.valueOf(number(fromJson.get(i).getAs(name))),
                        name);
            }
        }
        double reconstructed = ((Number) fromCsv.get(3).getAs("reconstruction_400")).doubleValue();
        assertTrue(reconstructed >= 0 && reconstructed <= 255, "grey value " + reconstructed);
        List<String> joined = new ArrayList<>();
        try (var files = Files.list(parts.resolve("predictions"))) {
            for (Path part : files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                List<String> lines = Files.readAllLines(part);
                joined.addAll(joined.isEmpty() ? lines : lines.subList(1, lines.size()));
            }
        }
        assertEquals(Files.readAllLines(csv), joined, "the same bytes every time");
        Command again = predict(run, labelled, csv, "--reconstructions");
        assertEquals(2, again.code());
        assertTrue(again.err().contains("is there already: give --force"), again.err());
    }

    @Test
    void badRowsArePutAsideAndCounted() throws IOException {
        List<String> lines = new ArrayList<>(lines(labelled));
        lines.add(3, "7,1,2,3");
        Path input = Files.write(folder.resolve("bad.csv"), lines);
        Path output = folder.resolve("predicted");

        Command refused = predict(run, input, output);
        Command accepted = predict(run, input, output, "-s", "ingest.max-rejected-fraction=0.1");
        Path single = folder.resolve("single.csv");
        Command file = predict(run, input, single, "-s", "ingest.max-rejected-fraction=0.1", "--format", "kaggle");

        assertEquals(3, refused.code());
        assertTrue(refused.err().contains("1 of 61 rows rejected"), refused.err());
        assertEquals(0, accepted.code(), accepted.err());
        assertTrue(accepted.out().contains("1 rows rejected, with reasons in "), accepted.out());
        List<Row> rejected =
                spark.read().json(output.resolve("rejected").toString()).collectAsList();
        assertEquals(4L, rejected.get(0).<Long>getAs("row"), "the line in the file");
        assertEquals("wrong number of pixels", rejected.get(0).getAs("reason"));
        List<Long> ids = table(output.resolve("predictions")).stream()
                .map(row -> row.<Long>getAs("id"))
                .toList();
        assertEquals(TEST_ROWS, ids.size());
        assertFalse(ids.contains(2L), "positions count bad rows");
        assertTrue(ids.contains(60L));
        assertEquals(0, file.code(), file.err());
        assertEquals(
                1,
                Files.readAllLines(folder.resolve("single.csv.rejected.jsonl")).size());
        assertEquals("61,", Files.readAllLines(single).get(60).substring(0, 3));
    }

    @Test
    void rowsOfAnotherSizeAndWhatIsNoModelAreRefused() throws IOException {
        Path small = Files.write(folder.resolve("small.csv"), List.of("pixel0,pixel1,pixel2,pixel3", "1,2,3,4"));

        Command size = predict(run, small, folder.resolve("a"));
        Command nothing = predict(folder.resolve("nothing"), unlabelled, folder.resolve("a"));
        Command empty = predict(Files.createDirectory(folder.resolve("empty")), unlabelled, folder.resolve("a"));
        Command noModel = predict(unlabelled, unlabelled, folder.resolve("a"));
        Command kaggle =
                predict(run.resolve("model/model.zip"), unlabelled, folder.resolve("s.csv"), "--format", "kaggle");
        Command ending = predict(run, unlabelled, folder.resolve("s.csv"), "--format", "jsonl");

        assertEquals(3, size.code());
        assertTrue(
                size.err().contains("found images of 2 × 2 pixels, expected 28 × 28, as the model was trained on"),
                size.err());
        assertEquals(2, nothing.code());
        assertTrue(nothing.err().contains("--model: expected a run's folder or a model.zip"), nothing.err());
        assertEquals(4, empty.code(), empty.err());
        assertEquals(4, noModel.code(), noModel.err());
        assertEquals(2, kaggle.code());
        assertTrue(kaggle.err().contains("--format kaggle: expected labelled references"), kaggle.err());
        assertEquals(2, ending.code());
        try (var left = Files.list(folder)) {
            assertEquals(
                    List.of("empty", "small.csv"),
                    left.map(file -> file.getFileName().toString()).sorted().toList(),
                    "nothing is left of what failed");
        }
    }

    @Test
    void anotherPersonsFilesAreKept() throws IOException {
        Path output = folder.resolve("predicted");
        assertEquals(0, predict(run, unlabelled, output, "--format", "csv").code());
        assertEquals(
                0,
                predict(run, unlabelled, output, "--format", "jsonl", "--force").code());
        assertTrue(Files.exists(output.resolve("predictions/part-00000.jsonl")));
        assertFalse(Files.exists(output.resolve("predictions/part-00000.csv")), "replaced as a whole");
        Path own = Files.writeString(output.resolve("notes.txt"), "mine");

        Command foreign = predict(run, unlabelled, output, "--force");
        Command itself = predict(run, unlabelled, unlabelled, "--force");

        assertEquals(4, foreign.code());
        assertTrue(foreign.err().contains("notes.txt was not written by 'sparkae predict'"), foreign.err());
        assertEquals("mine", Files.readString(own));
        assertEquals(2, itself.code());
        assertTrue(itself.err().contains("expected inputs outside --output"), itself.err());
        assertTrue(Files.readString(unlabelled).startsWith("pixel0,"));
    }

    private static Object number(Object value) {
        return value instanceof Number number ? number.doubleValue() : value;
    }

    private static Path generated(Split split, int rows) throws IOException {
        Path file = shared.resolve(split.folder() + ".csv.gz");
        GeneratedCsv.write(
                GeneratedKind.DIGITS,
                42,
                split,
                rows,
                new org.apache.hadoop.fs.Path(file.toUri()),
                new Configuration());
        return file;
    }

    private static List<String> lines(Path gzipped) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(gzipped)), StandardCharsets.UTF_8))) {
            return in.lines().collect(Collectors.toList());
        }
    }

    private static List<Row> table(Path parquet) {
        return spark.read().parquet(parquet.toString()).orderBy("id").collectAsList();
    }

    private static Command predict(Path model, Path input, Path output, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "predict", "--model", model.toString(), "--input", input.toString(), "--output", output.toString()));
        args.addAll(List.of(more));
        return Command.run(args.toArray(String[]::new));
    }
}
