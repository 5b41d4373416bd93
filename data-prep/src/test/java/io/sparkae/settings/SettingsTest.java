package io.sparkae.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

        assertEquals("trainig.epoch: unknown setting (-s); the nearest known one is training.epochs", message);
    }

    @Test
    void allProblemsOfNamesAreReportedTogether() {
        String message = failure(List.of("nonsense", "a.b=1", "model.cod=2"));

        assertEquals(3, message.lines().count(), message);
        assertTrue(message.contains("-s, number 1 of 3: expected KEY=VALUE"), message);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hdfs://host:9000/a b?x=1",
                "${HOME}",
                "/in/d//train.csv",
                "/in/d#x/train.csv",
                "\"x\", seed=7",
                "x\nseed=7",
                "[0-9]*.csv",
                " a "
            })
    void aTextIsTakenAsItStands(String value) {
        SettingsReader reader =
                Settings.load(List.of(), List.of("data.train=" + value)).reader();

        assertEquals(List.of(value), reader.oneOrMoreTexts("data.train"));
        assertEquals(42, reader.anyLong("seed"));
    }

    @Test
    void listsAreBetweenSquareBrackets() {
        assertEquals(List.of("train.csv", "test.csv"), train("[train.csv,test.csv]"));
        assertEquals(List.of("a,b", "c\"d", "e]", "f\n"), train("[ \"a,b\", \"c\\\"d\" ,\"e]\",\"f\\n\"]"));
        assertEquals(List.of("part[0-9].csv", "${HOME}#x"), train("[part[0-9].csv,${HOME}#x]"));
        assertEquals(List.of("[a]"), train("[\"[a]\"]"));
        assertEquals(List.of(), train(""));
        assertEquals(List.of(), train("[]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a,]", "[,a]", "[\"a]", "[a\"b\"]", "[\"a\" \"b\"]", "[\"\\q\"]"})
    void aListThatIsNoneIsRefused(String value) {
        SettingsReader reader =
                Settings.load(List.of(), List.of("data.train=" + value)).reader();
        reader.oneOrMoreTexts("data.train");

        assertEquals(
                "data.train: expected text, or a list [a,b] or [\"a\",\"b\"], found " + value,
                assertThrows(SettingsException.class, reader::check).getMessage());
    }

    @Test
    void whatWasRecordedCanBeGivenAgain() {
        Settings odd = Settings.load(
                List.of(),
                List.of("data.train=[a b,c]", "data.test=#x", "model.hidden=[3,2]", "training.learning-rate=1e-5"));
        Map<String, Object> recorded = odd.below(List.of("data", "ingest", "generate", "model", "training"));

        List<String> pairs = recorded.entrySet().stream()
                .map(setting -> Settings.pair(setting.getKey(), setting.getValue()))
                .toList();

        assertEquals(
                recorded,
                Settings.load(List.of(), pairs).below(List.of("data", "ingest", "generate", "model", "training")));
    }

    @Test
    void numbersAndBooleansAreReadStrictly() {
        SettingsReader reader = Settings.load(
                        List.of(),
                        List.of(
                                "training.epochs=1.5",
                                "training.batch-size=3000000000",
                                "training.workers=0x2",
                                "seed=9223372036854775808",
                                "training.learning-rate=1e-3",
                                "model.l1=NaN",
                                "model.hidden=[300, 100]",
                                "model.convolution.filters=[3,x]",
                                "training.layerwise=true",
                                "knn.raw=yes"))
                .reader();
        reader.intAtLeast("training.epochs", 1);
        reader.intAtLeast("training.batch-size", 1);
        reader.intAtLeast("training.workers", 1);
        reader.intBetween("training.averaging-frequency", 1, 19);
        reader.anyLong("seed");
        assertEquals(0.001, reader.positive("training.learning-rate"));
        reader.notNegative("model.l1");
        assertEquals(List.of(300, 100), reader.intsAtLeast("model.hidden", 1));
        reader.intsAtLeast("model.convolution.filters", 1);
        assertTrue(reader.bool("training.layerwise"));
        reader.bool("knn.raw");

        assertEquals(
                List.of(
                        "training.epochs: expected >= 1, found 1.5",
                        "training.batch-size: expected <= 2147483647, found 3000000000",
                        "training.workers: expected >= 1, found 0x2",
                        "training.averaging-frequency: expected <= 19, found 80",
                        "seed: expected a whole number, found 9.223372036854776E18",
                        "model.l1: expected a number >= 0, found NaN",
                        "model.convolution.filters: expected a list of whole numbers >= 1, found [3,x]",
                        "knn.raw: expected true or false, found yes"),
                assertThrows(SettingsException.class, reader::check)
                        .getMessage()
                        .lines()
                        .toList());
    }

    @Test
    void settingsOfFilesMayReferToEachOtherButNotToTheEnvironment() throws Exception {
        Path other = file("a.conf", "training.epochs = ${training.workers}");
        Path environment = file("b.conf", "data.train = ${HOME}");
        Path optional = file("c.conf", "experiment.name = x${?HOME}");

        assertEquals(
                9,
                Settings.load(List.of(other), List.of("training.workers=9"))
                        .reader()
                        .intAtLeast("training.epochs", 1));
        String message = failure(List.of(environment), List.of());
        assertTrue(message.contains("${HOME} (other settings can be named so, the environment cannot)"), message);
        assertEquals("x", Settings.load(List.of(optional), List.of()).reader().text("experiment.name"));
    }

    @Test
    void filesMayIncludeFilesAndNothingElse() throws Exception {
        file("sub/seed.conf", "include \"../epochs\"\nseed = 7");
        file("epochs.json", "{\"training\": {\"epochs\": 3}}");
        Path good = file("good.conf", "include \"sub/seed.conf\"");

        SettingsReader reader = Settings.load(List.of(good), List.of()).reader();

        assertEquals(7, reader.anyLong("seed"));
        assertEquals(3, reader.intAtLeast("training.epochs", 1));
        String url = folder.resolve("sub/seed.conf").toUri().toString();
        for (String include : List.of(
                "include url(\"" + url + "\")",
                "include \"" + url + "\"",
                "include required(url(\"" + url + "\"))",
                "include \"http://127.0.0.1:1/x.conf\"",
                "include classpath(\"reference.conf\")",
                "include \"reference.conf\"",
                "include \"none\"",
                "include file(\"/none.conf\")")) {
            String message = failure(List.of(file("bad.conf", include)), List.of());
            assertEquals(1, message.lines().count(), message);
            assertTrue(message.matches("--config .*bad.conf: include .*: expected (the path of )?a file.*"), message);
        }
    }

    @Test
    void aValueThatIsRefusedIsNotRepeated() throws Exception {
        String message = failure(
                List.of(file("x.conf", "spark.hadoop.fs.s3a.secret.key = hush$hush")),
                List.of("spark-hadoop.fs.s3a.secret.key=hush", "hush", "=hush", "spark.\"a\".secret=hush"));

        assertEquals(5, message.lines().count(), message);
        assertFalse(message.contains("hush"), message);
    }

    @Test
    void whatIsRecordedHasNoPasswords() {
        Settings settings =
                Settings.load(List.of(), List.of("data.train=s3a://me:hush@b/x", "data.test=[s3a://me:hush@b/y,/z]"));

        assertEquals("s3a://***@b/x", settings.below(List.of("data")).get("data.train"));
        assertEquals(
                List.of("s3a://***@b/y", "/z"), settings.below(List.of("data")).get("data.test"));
        assertEquals(List.of("s3a://me:hush@b/x"), settings.reader().oneOrMoreTexts("data.train"));
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
        Map<String, String> spark = Settings.load(
                        List.of(),
                        List.of(
                                "spark.executor.memory=3g",
                                "spark.speculation=true",
                                "spark.speculation.interval=1s",
                                "spark.metrics.conf.*.sink.csv.class=x.Y",
                                "spark.a=${HOME} # \"b\"",
                                "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs=true"))
                .spark();

        assertEquals("3g", spark.get("spark.executor.memory"));
        assertEquals("true", spark.get("spark.speculation"));
        assertEquals("1s", spark.get("spark.speculation.interval"));
        assertEquals("x.Y", spark.get("spark.metrics.conf.*.sink.csv.class"));
        assertEquals("${HOME} # \"b\"", spark.get("spark.a"));
        assertEquals("true", spark.get("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs"));
        assertEquals("1g", spark.get("spark.executor.memoryOverhead"));
    }

    @Test
    void sparksSettingsComeFromPairsThenFilesThenDefaults() throws Exception {
        Path file = file("s.conf", "spark { ui.enabled = true, executor.memory = 1g, master = \"local[3]\" }");
        Map<String, String> spark = Settings.load(
                        List.of("spark.master=local[2]", "spark.driver.memory=1g"),
                        List.of(file),
                        List.of("spark.executor.memory=2g"))
                .spark();

        assertEquals("true", spark.get("spark.ui.enabled"));
        assertEquals("2g", spark.get("spark.executor.memory"));
        assertEquals("local[3]", spark.get("spark.master"));
        assertEquals("1g", spark.get("spark.driver.memory"));
        assertEquals("localhost", spark.get("spark.driver.host"));
    }

    private List<String> train(String value) {
        return Settings.load(List.of(), List.of("data.train=" + value)).reader().oneOrMoreTexts("data.train");
    }

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static String failure(List<String> pairs) {
        return failure(List.of(), pairs);
    }

    private static String failure(List<Path> files, List<String> pairs) {
        return assertThrows(SettingsException.class, () -> Settings.load(files, pairs))
                .getMessage();
    }
}
