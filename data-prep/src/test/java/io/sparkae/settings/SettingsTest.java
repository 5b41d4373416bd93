package io.sparkae.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void laterFilesAndThenPairsWin() throws Exception {
        Path first = Files.writeString(folder.resolve("a.conf"), "training { epochs = 3, workers = 3 }, seed = 3");
        Path second = Files.writeString(folder.resolve("b.conf"), "training.epochs = 4, seed = 4");

        SettingsReader reader =
                Settings.load(List.of(first, second), List.of("seed=5")).reader();

        assertEquals(3, reader.intAtLeast("training.workers", 1));
        assertEquals(4, reader.intAtLeast("training.epochs", 1));
        assertEquals(5, reader.anyLong("seed"));
    }

    @Test
    void anUnknownKeyNamesTheNearestKnownOne() {
        String message = failure(List.of("trainig.epoch=5"));

        assertEquals(
                "trainig.epoch: unknown setting (-s trainig.epoch=5); the nearest known one is training.epochs",
                message);
    }

    @Test
    void allProblemsOfNamesAreReportedTogether() {
        String message = failure(List.of("nonsense", "a.b=1", "model.cod=2"));

        assertEquals(3, message.lines().count(), message);
        assertTrue(message.contains("-s nonsense: expected KEY=VALUE"), message);
        assertTrue(message.contains("nearest known one is model.code"), message);
    }

    @Test
    void allProblemsOfValuesAreReportedTogether() {
        SettingsReader reader = Settings.load(
                        List.of(), List.of("training.epochs=0", "knn.raw=perhaps", "ingest.validation-fraction=1"))
                .reader();
        reader.intAtLeast("training.epochs", 1);
        reader.bool("knn.raw");
        reader.fractionBelowOne("ingest.validation-fraction");

        String message = assertThrows(SettingsException.class, reader::check).getMessage();

        assertEquals(
                List.of(
                        "training.epochs: expected >= 1, found 0",
                        "knn.raw: expected true or false, found perhaps",
                        "ingest.validation-fraction: expected a number in [0, 1), found 1.0"),
                message.lines().toList());
    }

    @Test
    void aValueThatIsNoHoconIsTakenAsText() {
        SettingsReader reader = Settings.load(List.of(), List.of("data.train=hdfs://host:9000/a b?x=1"))
                .reader();

        assertEquals("hdfs://host:9000/a b?x=1", reader.text("data.train"));
    }

    @Test
    void missingAndBrokenFilesAreNamed() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.conf"), "seed = {");
        SettingsException failure = assertThrows(
                SettingsException.class, () -> Settings.load(List.of(folder.resolve("none.conf"), broken), List.of()));

        assertTrue(failure.getMessage().contains("none.conf: expected a readable file"), failure.getMessage());
        assertTrue(failure.getMessage().contains("broken.conf"), failure.getMessage());
    }

    @Test
    void sparksOwnKeysAreLetThrough() {
        Map<String, Object> spark =
                Settings.load(List.of(), List.of("spark.executor.memory=3g")).below(List.of("spark"));

        assertEquals("3g", spark.get("spark.executor.memory"));
        assertEquals(false, spark.get("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs"));
    }

    private static String failure(List<String> pairs) {
        return assertThrows(SettingsException.class, () -> Settings.load(List.of(), pairs))
                .getMessage();
    }
}
