package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.Json;
import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command on small inputs, in this JVM's session. */
@ExtendWith(SharedSpark.class)
class MainIT {
    private static final List<String> SMALL = List.of(
            "-s", "generate.train-rows=300",
            "-s", "generate.test-rows=50",
            "-s", "ingest.validation-fraction=0.1",
            "-s", "model.hidden=[16]",
            "-s", "model.code=4",
            "-s", "training.epochs=2",
            "-s", "training.worker-batch-size=16",
            "-s", "training.averaging-frequency=3");

    /** A finished run that tests copy, and what it said. */
    @TempDir
    static Path shared;

    private static Command whole;

    @TempDir
    Path folder;

    private SparkSession spark;

    @BeforeAll
    static void runOnce(SparkSession session) {
        whole = command("run", shared.resolve("run"), "knn.raw=true");
        assertEquals(0, whole.code(), whole.err());
    }

    @BeforeEach
    void session(SparkSession session) {
        spark = session;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.family=tied",
                "model.corruption.kind=dropout",
                "model.family=contractive model.hidden=[]",
                "model.family=vae",
                "model.family=conv-vae model.convolution.filters=[3,4] model.convolution.strides=[2,2]",
                "training.layerwise=true training.fine-tuning-epochs=1 model.activity-penalty.kind=l1"
            })
    void everyFamilyGoesThroughAllStages(String settings) throws IOException {
        copy("dataset");
        Command run = sparkae("run", (settings + " training.learning-rate=0.01").split(" "));

        assertEquals(0, run.code(), run.err());
        Map<?, ?> reconstruction = (Map<?, ?>) metrics().get("reconstruction");
        assertTrue((Double) reconstruction.get("testMse") < 0.2, reconstruction.toString());
        assertEquals(settings.contains("vae"), reconstruction.containsKey("testElbo"));
        assertEquals(settings.contains("corruption"), reconstruction.containsKey("testMseFromCorrupted"));
        assertEquals(settings.contains("layerwise"), run.out().contains("training 3 of 3: whole"), run.out());
    }

    @Test
    void aRunGoesFromDigitsToJudgedCodes() throws IOException {
        copyWhole();

        assertEquals("", whole.err());
        assertTrue(whole.out().contains("epoch 2/2  loss 0."), whole.out());
        assertTrue(whole.out().contains("k-NN on pixels"), whole.out());
        assertTrue(whole.out().contains(shared.resolve("run").toString()), whole.out());
        Row code = table("encodings/test").orderBy("id").first();
        assertEquals(
                "id BIGINT,label INT,code ARRAY<FLOAT>,reconstruction_error FLOAT",
                table("encodings/test").schema().toDDL());
        assertEquals(4, code.getList(2).size());
        assertEquals(270 + 30 + 50, count("encodings/{train,validation,test}"));
        assertEquals(270, count("dataset/train"));
        assertEquals(50 * 7, count("knn/neighbours"));
        assertEquals(50, count("knn/predictions"));
        assertEquals(
                "id BIGINT,neighbour_id BIGINT,distance DOUBLE,rank INT",
                table("knn/neighbours").schema().toDDL());
        assertEquals(
                2, Files.readAllLines(folder.resolve("run/model/history.jsonl")).size());
        assertTrue(
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .getPersistentRDDs()
                        .isEmpty(),
                "every cache is released");
    }

    @Test
    void metricsHoldTheFiguresOfEveryStage() throws IOException {
        copyWhole();

        Map<?, ?> metrics = Json.parse(Files.readString(folder.resolve("run/metrics.json")), Map.class);

        assertEquals(270, at(metrics, "dataset", "trainRows"));
        assertEquals(784, at(metrics, "dataset", "features"));
        assertEquals("default", at(metrics, "training", "experiment"));
        assertEquals(2, ((List<?>) at(metrics, "training", "validationLoss")).size());
        assertEquals(3, at(metrics, "training", "roundsPerEpoch"));
        assertEquals(784 * 16 + 16 + 16 * 4 + 4 + 4 * 16 + 16 + 16 * 784 + 784, at(metrics, "training", "parameters"));
        assertEquals(196.0, at(metrics, "encoding", "compressionRatio"));
        double meanError = table("encodings/test")
                .agg(functions.avg("reconstruction_error"))
                .first()
                .getDouble(0);
        assertEquals(meanError, (Double) at(metrics, "reconstruction", "testMse"), 1e-6);
        double right = table("knn/predictions").where("label = prediction").count() / 50.0;
        assertEquals(right, (Double) at(metrics, "knn", "accuracy"), 1e-9);
        assertTrue((Double) at(metrics, "knn", "rawAccuracy") > 0.5);
        assertEquals(
                50,
                table("knn/predictions")
                        .where("abs(aggregate(vote_shares, 0D, (a, x) -> a + x) - 1) < 1e-9")
                        .where("vote_shares[prediction] = vote_share and vote_share = array_max(vote_shares)")
                        .count());
        assertEquals(10, ((List<?>) at(metrics, "knn", "confusion")).size());
        assertEquals(5, ((Map<?, ?>) metrics.get("stages")).size());
    }

    @Test
    void stagesOneByOneGiveARunsModelAndAreDoneOnce() throws IOException {
        for (String stage : List.of("ingest", "train", "encode", "knn")) {
            assertEquals(0, sparkae(stage, "--force").code(), stage);
        }
        assertArrayEquals(
                Files.readAllBytes(shared.resolve("run/model/model.zip")),
                Files.readAllBytes(folder.resolve("run/model/model.zip")));

        assertEquals(4, alreadyDone(sparkae("run")));
        assertEquals(3, alreadyDone(sparkae("run", "knn.k=3")));
        Command retrained = sparkae("train", "training.epochs=1");
        assertFalse(retrained.out().contains("k-NN"), "figures of another model: " + retrained.out());
        assertEquals(1, alreadyDone(sparkae("run")), "the dataset");
    }

    private static long alreadyDone(Command run) {
        assertEquals(0, run.code(), run.err());
        return run.out().lines().filter(line -> line.contains("already done")).count();
    }

    @Test
    void generatedDigitsAreAboutAsHardForNeighboursAsMnist() throws IOException {
        Command run = sparkae(
                "run",
                "generate.train-rows=6000",
                "generate.test-rows=1000",
                "training.epochs=1",
                "training.worker-batch-size=256",
                "knn.raw=true");

        assertEquals(0, run.code(), run.err());
        Map<?, ?> metrics = Json.parse(Files.readString(folder.resolve("run/metrics.json")), Map.class);
        double accuracy = (Double) at(metrics, "knn", "rawAccuracy");
        assertTrue(accuracy > 0.90 && accuracy < 0.99, "on pixels: " + accuracy);
    }

    @Test
    void settingsAndUsageErrorsExitWith2() throws IOException {
        Command both = sparkae("run", "training.epochs=0", "knn.method=guess");
        Command usage = Command.run("frobnicate");
        Command benchmark = Command.run("benchmark", "knn");
        copy("dataset", "model", "encodings");
        Command tooMany = sparkae("knn", "knn.k=300");

        assertEquals(2, both.code());
        assertEquals(
                List.of(
                        "sparkae: training.epochs: expected >= 1, found 0",
                        "knn.method: expected one of exact, hnsw, found guess"),
                both.err().lines().toList());
        assertFalse(Files.exists(folder.resolve("run/knn")));
        assertEquals(2, usage.code());
        assertEquals(2, benchmark.code());
        assertTrue(benchmark.err().contains("jobs/benchmark/bin/sparkae-benchmark"), benchmark.err());
        assertEquals(2, tooMany.code());
        assertEquals(
                "sparkae: knn.k: expected fewer than the 300 reference rows, found 300",
                tooMany.err().strip());
    }

    @Test
    void missingOrOtherUpstreamOutputExitsWith4() throws IOException {
        Command missing = sparkae("train");
        copy("dataset");
        Command other = sparkae("train", "ingest.validation-fraction=0.2");

        assertEquals(4, missing.code());
        assertTrue(missing.err().contains("run 'sparkae ingest' with this --run-dir first"), missing.err());
        assertEquals(4, other.code());
        assertTrue(other.err().contains("(ingest.validation-fraction: then 0.1, now 0.2)"), other.err());
    }

    @Test
    void unlabelledTestRowsArePredictedNotJudged() throws IOException {
        Path train = new CsvFixture().line(CsvFixture.header()).rows(0, 60).write(folder.resolve("train.csv"));
        CsvFixture queries = new CsvFixture().line(CsvFixture.pixelNames());
        for (int row = 0; row < 9; row++) {
            queries.line(CsvFixture.join(CsvFixture.pixels(row)));
        }
        Path test = queries.write(folder.resolve("test.csv"));

        Command run = sparkae("run", "data.train=" + train, "data.test=" + test, "knn.k=1");

        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("no labels to compare with"), run.out());
        assertEquals(
                9,
                table("knn/predictions")
                        .where("label is null and prediction between 0 and 9")
                        .count());
        List<String> expected = new ArrayList<>(List.of("ImageId,Label"));
        table("knn/predictions")
                .orderBy("id")
                .collectAsList()
                .forEach(row -> expected.add(row.getLong(0) + 1 + "," + row.getInt(2)));
        assertEquals(expected, Files.readAllLines(folder.resolve("run/knn/submission.csv")));
    }

    @Test
    void leavingOneOutNoRowIsItsOwnNeighbour() throws IOException {
        copyWhole();
        Command run = sparkae("run", "knn.leave-one-out=true", "knn.metric=cosine", "knn.vote=distance");
        Command tooMany = sparkae("run", "knn.leave-one-out=true", "knn.k=299");

        assertEquals(0, run.code(), run.err());
        assertEquals(300, count("knn/predictions"));
        assertEquals(300 * 7, count("knn/neighbours"));
        assertEquals(0, table("knn/neighbours").where("id = neighbour_id").count());
        assertEquals(2, tooMany.code());
        assertTrue(tooMany.err().contains("fewer than the 299 reference rows, found 299"), tooMany.err());
    }

    @Test
    void reportNeedsNoDataAndGenerateNoSession() throws IOException {
        assertEquals(4, sparkae("report").code());
        copy("dataset");

        Command report = sparkae("report");
        List<String> generate =
                new ArrayList<>(List.of("generate", "-o", folder.resolve("csv").toString()));
        generate.addAll(SMALL);
        Command generated = Command.run(generate.toArray(String[]::new));

        assertEquals(0, report.code(), report.err());
        assertTrue(report.out().contains("training rows 270, validation rows 30, test rows 50"), report.out());
        assertTrue(Files.exists(folder.resolve("run/metrics.json")));
        assertEquals(0, generated.code(), generated.err());
        assertTrue(Files.exists(folder.resolve("csv/train.csv.gz")));
        assertTrue(generated.out().startsWith("300 rows in "), generated.out());
    }

    @Test
    void anApproximateSearchSaysItsRecall() throws IOException {
        copyWhole();
        Command run = sparkae("run", "knn.raw=true", "knn.method=hnsw", "knn.hnsw.m=2", "knn.hnsw.ef=1");

        assertEquals(0, run.code(), run.err());
        Map<?, ?> metrics = Json.parse(Files.readString(folder.resolve("run/metrics.json")), Map.class);
        double recall = (Double) at(metrics, "knn", "recall");
        assertTrue(recall > 0.1 && recall <= 1, "recall " + recall);
        assertTrue((Double) at(metrics, "knn", "rawRecall") <= 1, metrics.toString());
        assertEquals("hnsw", at(metrics, "knn", "method"));
        assertTrue(run.out().contains("recall of the search "), run.out());
        assertEquals(50 * 7, count("knn/neighbours"));
    }

    @Test
    void principalComponentsTakeThePlaceOfTraining() throws IOException {
        copy("dataset");
        Command run = sparkae("run", "model.family=pca");
        Command tooMany = sparkae("train", "model.family=pca", "model.code=785");

        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("default: principal components, parameters 7,060"), run.out());
        assertEquals(2, tooMany.code());
        assertTrue(tooMany.err().contains("model.code: expected at most the 784 features of a row"), tooMany.err());
    }

    private Command sparkae(String command, String... more) {
        return command(command, folder.resolve("run"), more);
    }

    /** @param more settings and options */
    static Command command(String command, Path run, String... more) {
        List<String> args = new ArrayList<>(List.of(command, "--run-dir", run.toString()));
        args.addAll(SMALL);
        for (String one : more) {
            args.addAll(one.startsWith("--") ? List.of(one) : List.of("-s", one));
        }
        return Command.run(args.toArray(String[]::new));
    }

    private void copyWhole() throws IOException {
        FileUtils.copyDirectory(
                shared.resolve("run").toFile(), folder.resolve("run").toFile());
    }

    /** Copies what some stages left. */
    private void copy(String... stageFolders) throws IOException {
        for (String stage : stageFolders) {
            FileUtils.copyDirectory(
                    shared.resolve("run").resolve(stage).toFile(),
                    folder.resolve("run").resolve(stage).toFile());
        }
    }

    private Map<?, ?> metrics() throws IOException {
        return Json.parse(Files.readString(folder.resolve("run").resolve("metrics.json")), Map.class);
    }

    private Dataset<Row> table(String name) {
        return spark.read().parquet(folder.resolve("run").resolve(name).toString());
    }

    private long count(String name) {
        return table(name).count();
    }

    private static Object at(Map<?, ?> metrics, String group, String name) {
        return ((Map<?, ?>) metrics.get(group)).get(name);
    }
}
