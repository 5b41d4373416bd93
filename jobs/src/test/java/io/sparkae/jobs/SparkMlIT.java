package io.sparkae.jobs;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.ml.Autoencoder;
import io.sparkae.ml.AutoencoderModel;
import io.sparkae.ml.NearestNeighborsClassificationModel;
import io.sparkae.ml.NearestNeighborsClassifier;
import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.SharedSpark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Spark ML's stages on the dataset of a run give what the command gave, to the bit. */
@ExtendWith(SharedSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparkMlIT {
    private SparkSession spark;
    private Path run;
    private Path folder;
    private AutoencoderModel model;

    @BeforeAll
    void command(@TempDir Path temporary, SparkSession shared) throws Exception {
        spark = shared;
        folder = temporary;
        run = temporary.resolve("run");
        Path data = new CsvFixture().line(CsvFixture.header()).rows(0, 300).write(temporary.resolve("train.csv"));
        Command done = Command.run(
                "run",
                "--run-dir",
                run.toString(),
                "-s",
                "data.train=" + data,
                "-s",
                "data.test=" + data,
                "-s",
                "ingest.partitions=1",
                "-s",
                "model.hidden=[16]",
                "-s",
                "model.code=4",
                "-s",
                "model.corruption.kind=gaussian",
                "-s",
                "training.epochs=3",
                "-s",
                "training.workers=3",
                "-s",
                "knn.k=3");
        assertEquals(0, done.code(), done.err());
        Dataset<Row> rows = table("dataset/train")
                .selectExpr("features", "false AS held")
                .unionAll(table("dataset/validation").selectExpr("features", "true AS held"));
        model = new Autoencoder()
                .setHidden(16)
                .setCodeSize(4)
                .setEpochs(3)
                .setWorkers(3)
                .setValidationIndicatorCol("held")
                .setSetting("model.corruption.kind", "gaussian")
                .fit(rows);
    }

    @Test
    void theWeightsAreTheCommands() throws IOException {
        byte[] commands = Files.readAllBytes(run.resolve("model/model.zip"));
        String saved = folder.resolve("saved").toString();
        model.save(saved);
        byte[] own = Files.readAllBytes(Path.of(saved, "model.zip"));

        assertArrayEquals(entry(commands, "coefficients.bin"), entry(own, "coefficients.bin"));
        assertArrayEquals(entry(commands, "updaterState.bin"), entry(own, "updaterState.bin"));
        assertEquals(3, model.summary().validationHistory().length);
        assertTrue(Files.readString(run.resolve("model/history.jsonl"))
                .contains("\"validationLoss\":" + model.summary().validationHistory()[2]));
    }

    @Test
    void codesAndErrorsAreTheCommands() {
        List<Row> found = model.transform(table("dataset/test"))
                .orderBy("id")
                .select(
                        functions.vector_to_array(col("code"), "float32"),
                        col("reconstructionError").cast("float"))
                .collectAsList();

        assertEquals(
                table("encodings/test")
                        .orderBy("id")
                        .select("code", "reconstruction_error")
                        .collectAsList(),
                found);
    }

    @Test
    void predictionsAndNeighboursAreTheCommands() {
        NearestNeighborsClassificationModel classifier = new NearestNeighborsClassifier()
                .setFeaturesCol("code")
                .setIdCol("id")
                .setK(3)
                .setNeighborsCol("neighbors")
                .fit(table("encodings/train").unionAll(table("encodings/validation")));

        Dataset<Row> found = classifier.transform(table("encodings/test")).orderBy("id");

        List<Row> predictions = table("knn/predictions").orderBy("id").collectAsList();
        List<Row> own = found.collectAsList();
        for (int row = 0; row < own.size(); row++) {
            assertEquals(
                    predictions.get(row).<Integer>getAs("prediction").doubleValue(),
                    own.get(row).<Double>getAs("prediction"));
            List<Double> shares =
                    predictions.get(row).getList(predictions.get(row).fieldIndex("vote_shares"));
            assertArrayEquals(
                    shares.stream().mapToDouble(Double::doubleValue).toArray(),
                    own.get(row).<Vector>getAs("probability").toArray());
        }
        assertEquals(
                table("knn/neighbours").orderBy("id", "rank").collectAsList(),
                found.selectExpr("id", "posexplode(neighbors) AS (place, n)")
                        .selectExpr("id", "n.id", "n.distance", "place + 1")
                        .orderBy("id", "(place + 1)")
                        .collectAsList());
    }

    private Dataset<Row> table(String name) {
        return spark.read().parquet(run.resolve(name).toString());
    }

    private static byte[] entry(byte[] zip, String name) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return entries.readAllBytes();
                }
            }
        }
        throw new IOException("no " + name);
    }
}
