package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.dataset.Json;
import io.sparkae.testing.SharedData;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real MNIST, all of it, through every stage. */
@ExtendWith(SharedSpark.class)
class MnistIT {
    @TempDir
    Path folder;

    @Test
    void rawNeighboursAreRightAsOftenAsPublishedAndTwoEpochsAlreadyTeach(SparkSession spark) throws IOException {
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
}
