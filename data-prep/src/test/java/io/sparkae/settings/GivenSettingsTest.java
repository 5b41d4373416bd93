package io.sparkae.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenSettingsTest {
    @TempDir
    Path folder;

    @Test
    void laterCommandsStartFromWhatWasGiven() throws IOException {
        Path file = file("training.epochs = 7, model { code = 5, hidden = [30, 20] }");
        Settings first = Settings.load(List.of(file), List.of("knn.k=9", "data.train=[a.csv,\"b, \\\"c\\\".csv\"]"));

        Settings later = Settings.load(List.of(), kept(first), "kept", List.of(), List.of("training.epochs=3"));

        assertEquals(3, later.reader().intAtLeast("training.epochs", 1));
        assertEquals(5, later.reader().intAtLeast("model.code", 1));
        assertEquals(9, later.reader().intAtLeast("knn.k", 1));
        assertEquals(
                first.below(List.of("data", "model", "knn", "ingest")),
                later.below(List.of("data", "model", "knn", "ingest")));
        assertEquals(3, kept(later).pairs().getInt("training.epochs"));
        assertEquals(7, kept(later).files().getInt("training.epochs"));
    }

    /** What the first command left at its default is not fixed by it: some defaults follow other settings. */
    @Test
    void defaultsAreNotKept() {
        Settings first = Settings.load(List.of(), List.of("training.averaging-frequency=10"));

        Settings later =
                Settings.load(List.of(), kept(first), "kept", List.of(), List.of("training.averaging-frequency=20"));

        assertEquals(20, later.reader().intAtLeast("training.last-averaging-frequency", 1));
    }

    @Test
    void newFilesTakeThePlaceOfEarlierOnes() throws IOException {
        Settings first = Settings.load(
                List.of(file("training.epochs = 7, model.code = 5")), List.of("knn.k=9", "training.workers=3"));

        Settings later = Settings.load(
                List.of(), kept(first), "kept", List.of(file("training.epochs = 2, training.workers = 1")), List.of());

        assertEquals(2, later.reader().intAtLeast("training.epochs", 1));
        assertEquals(1, later.reader().intAtLeast("training.workers", 1), "given later than the pair");
        assertEquals(9, later.reader().intAtLeast("knn.k", 1));
        assertEquals(16, later.reader().intAtLeast("model.code", 1), "the default");
        Settings last = Settings.load(List.of(), kept(later), "kept", List.of(), List.of());
        assertEquals(1, last.reader().intAtLeast("training.workers", 1));
    }

    @Test
    void neitherSecretsNorSparksSettingsAreKept() throws IOException {
        Path file = file("spark.master = \"local[3]\", data.test = \"s3a://me:hush@bucket/test.csv\"");
        Settings first = Settings.load(
                List.of(file),
                List.of("spark.hadoop.fs.s3a.secret.key=hush", "data.train=s3a://me:hush@bucket/x.csv", "knn.k=9"));

        String text = first.given().toHocon();

        assertFalse(text.contains("hush") || text.contains("spark"), text);
        assertEquals(9, kept(first).pairs().getInt("knn.k"));
        String missing = assertThrows(SettingsException.class, () -> kept(first).requireComplete())
                .getMessage();
        assertTrue(missing.contains("data.train: was given to an earlier command"), missing);
        assertTrue(missing.contains("data.test: was given to an earlier command"), missing);
    }

    /** Or else the next command would train on the file's data. */
    @Test
    void aSecretTakesTheValueThatItOverrodeWithIt() throws IOException {
        Path file = file("data.train = a.csv");
        Settings first = Settings.load(List.of(file), List.of("data.train=s3a://me:hush@bucket/x.csv"));

        Settings later = Settings.load(List.of(), kept(first), "kept", List.of(), List.of("knn.k=5"));
        Settings again = Settings.load(List.of(), kept(later), "kept", List.of(), List.of("data.train=b.csv"));

        assertThrows(SettingsException.class, () -> later.given().requireComplete());
        assertFalse(later.given().toHocon().contains("a.csv"));
        again.given().requireComplete();
    }

    /** They could name code to load, and others may write to the folder. */
    @Test
    void sparksSettingsAreNotReadFromARunFolder() {
        for (String text : List.of(
                "config { spark.plugins = Theirs }",
                "given { \"spark.jars\" = x }",
                "config { spark { master = x } }")) {
            String message = assertThrows(SettingsException.class, () -> GivenSettings.parse(text, "r/settings.conf"))
                    .getMessage();
            assertTrue(message.contains("r/settings.conf: expected none of Spark's settings"), message);
        }
    }

    @Test
    void referencesOfAFileAreKeptAsTheirValues() throws IOException {
        Settings first =
                Settings.load(List.of(file("training.epochs = 6, model.code = ${training.epochs}")), List.of());

        Settings later = Settings.load(List.of(), kept(first), "kept", List.of(), List.of("training.epochs=8"));

        assertEquals(6, later.reader().intAtLeast("model.code", 1));
    }

    @Test
    void morePairsOverrideAndAreGiven() {
        Settings base = Settings.load(List.of(), List.of("training.averaging-frequency=10", "knn.k=9", "spark.x.y=z"));

        Settings more = base.with(List.of("training.averaging-frequency=20"));

        assertEquals(20, more.reader().intAtLeast("training.last-averaging-frequency", 1));
        assertEquals(base.spark(), more.spark());
        assertEquals(9, kept(more).pairs().getInt("knn.k"));
        assertEquals(20, kept(more).pairs().getInt("training.averaging-frequency"));
        assertThrows(SettingsException.class, () -> base.with(List.of("knn.q=1")));
    }

    @Test
    void whatCannotBeParsedIsRefusedByName() {
        for (String text : List.of("config {", "other { a = 1 }", "config { include \"/etc/hosts\" }", "config = 1")) {
            String message = assertThrows(SettingsException.class, () -> GivenSettings.parse(text, "r/settings.conf"))
                    .getMessage();
            assertTrue(message.contains("r/settings.conf: "), message);
        }
        GivenSettings unknown = GivenSettings.parse("given { knn.q = 1 }", "r/settings.conf");
        String message = assertThrows(
                        SettingsException.class,
                        () -> Settings.load(List.of(), unknown, "r/settings.conf", List.of(), List.of()))
                .getMessage();
        assertTrue(message.contains("knn.q: unknown setting (r/settings.conf)"), message);
    }

    private static GivenSettings kept(Settings settings) {
        return GivenSettings.parse(settings.given().toHocon(), "kept");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "x", ".conf"), content);
    }
}
