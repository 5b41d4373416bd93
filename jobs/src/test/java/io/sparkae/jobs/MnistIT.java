package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.Json;
import io.sparkae.model.ModelFile;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.testing.SharedData;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real MNIST, all of it, through every stage. */
@ExtendWith(SharedSpark.class)
class MnistIT {
    @TempDir
    Path folder;

    @Test
    void neighboursScoreAsPublishedAndTwoEpochsTeach(SparkSession spark) throws IOException {
        Command run = Command.run(
                "run",
                "--run-dir",
                folder.toString(),
                "--config",
                "../conf/experiments/dense-16.conf",
                "-s",
                "training.epochs=2",
                "-s",
                "data.train=" + SharedData.mnistTrain(),
                "-s",
                "data.test=" + SharedData.mnistTest());

        assertEquals(0, run.code(), run.err());
        Map<?, ?> metrics = Json.parse(Files.readString(folder.resolve("metrics.json")), Map.class);
        Map<?, ?> knn = (Map<?, ?>) metrics.get("knn");
        // scikit-learn's KNeighborsClassifier(7) on the 60,000 / 10,000 split: 9,694 right.
        assertEquals(0.9694, (Double) knn.get("rawAccuracy"), 1e-9);
        double bce = (Double) ((Map<?, ?>) metrics.get("reconstruction")).get("testBce");
        assertTrue(bce < 0.2623, "giving back the mean image for every row scores 0.2623; found " + bce);
    }

    @Test
    @Tag("long")
    void digitsThatAVariationalModelMakesUpAreDigits(SparkSession spark) throws IOException {
        Command run = Command.run(
                "train",
                "--run-dir",
                ingested(),
                "--config",
                "../conf/experiments/vae-20.conf",
                "-s",
                "training.epochs=4",
                "-s",
                "data.train=" + SharedData.mnistTrain(),
                "-s",
                "data.test=" + SharedData.mnistTest());
        assertEquals(0, run.code(), run.err());
        TrainedAutoencoder model =
                ModelFile.read(Files.readAllBytes(folder.resolve("model").resolve("model.zip")));
        float[] made = model.sample(60, 7);
        List<Row> real = spark.read()
                .parquet(folder.resolve("dataset").resolve("train").toString())
                .limit(20_000)
                .select("label", "features")
                .collectAsList();

        int[] digits = new int[10];
        double shares = 0;
        for (int i = 0; i < 60; i++) {
            int[] votes = votes(made, i, real);
            int most = 0;
            for (int digit = 1; digit < 10; digit++) {
                most = votes[digit] > votes[most] ? digit : most;
            }
            digits[most]++;
            shares += votes[most] / 7.0 / 60;
        }
        assertTrue(Arrays.stream(digits).allMatch(count -> count > 0), Arrays.toString(digits));
        assertTrue(shares > 0.7, "mean share of votes " + shares);
    }

    private String ingested() {
        Command run = Command.run(
                "ingest",
                "--run-dir",
                folder.toString(),
                "-s",
                "data.train=" + SharedData.mnistTrain(),
                "-s",
                "data.test=" + SharedData.mnistTest());
        assertEquals(0, run.code(), run.err());
        return folder.toString();
    }

    /** Votes of the seven nearest real digits. */
    private static int[] votes(float[] made, int row, List<Row> real) {
        double[] distances = new double[real.size()];
        for (int r = 0; r < distances.length; r++) {
            List<Float> pixels = real.get(r).getList(1);
            int at = row * pixels.size();
            for (float pixel : pixels) {
                double difference = made[at++] - pixel;
                distances[r] += difference * difference;
            }
        }
        int[] votes = new int[10];
        IntStream.range(0, distances.length)
                .boxed()
                .sorted(Comparator.comparingDouble(r -> distances[r]))
                .limit(7)
                .forEach(r -> votes[real.get(r).getInt(0)]++);
        return votes;
    }
}
