package io.sparkae.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.generate.GeneratedCsv;
import io.sparkae.ingest.generate.GeneratedKind;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import io.sparkae.run.Manifest;
import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSpark.class)
class IngestStageIT {
    @TempDir
    Path folder;

    private SparkSession spark;
    private IngestFixture fixture;
    private Path test;

    @BeforeEach
    void writeTestFile(SparkSession session) throws IOException {
        spark = session;
        fixture = new IngestFixture(session, folder.resolve("run"));
        test = new CsvFixture().line(CsvFixture.header()).rows(500, 507).write(folder.resolve("test.csv"));
    }

    @Test
    void everyRowArrivesOnceNormalisedWithItsPositionAsId() throws Exception {
        Path train = good("train.csv.gz", 0, 101);
        Manifest manifest = ingest(train, "ingest.validation-fraction=0.2", "ingest.partitions=3");

        List<RowBlock> training = rows(manifest, Split.TRAIN, 3);
        List<RowBlock> heldOut = rows(manifest, Split.VALIDATION, 1);

        Set<Long> ids = new HashSet<>();
        for (RowBlock block : concat(training, heldOut)) {
            for (int row = 0; row < block.rows(); row++) {
                long id = block.ids()[row];
                assertTrue(ids.add(id), "twice: " + id);
                assertEquals(id % 10, block.labels()[row]);
                int[] pixels = CsvFixture.pixels((int) id);
                for (int i = 0; i < 784; i++) {
                    assertEquals(pixels[i] / 255f, block.values()[row * 784 + i]);
                }
            }
        }
        assertEquals(101, ids.size());
        assertEquals(20, manifest.rows().get("validation"));
        assertEquals(List.of(27, 27, 27), training.stream().map(RowBlock::rows).toList());
    }

    @Test
    void trainingRowsAreShuffledTestRowsAreNot() throws Exception {
        Manifest manifest = ingest(good("train.csv", 0, 100));

        long[] training = order(manifest, Split.TRAIN);
        long[] testing = order(manifest, Split.TEST);

        long[] sorted = training.clone();
        Arrays.sort(sorted);
        assertFalse(Arrays.equals(sorted, training));
        assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5, 6}, testing);
    }

    @Test
    void sameSeedGivesSameRowsForAnySlicesAndStorage() throws Exception {
        Path plain = good("train.csv", 0, 200);
        Path gzipped = good("train.csv.gz", 0, 200);
        Path parts = Files.createDirectory(folder.resolve("parts"));
        for (int part = 0; part < 10; part++) {
            good("parts/" + part + ".csv", part * 20, part * 20 + 20);
        }
        long[] expected = order(ingest(plain));

        assertArrayEquals(expected, order(ingest(parts)));
        assertArrayEquals(expected, order(ingest(gzipped)));
        assertArrayEquals(expected, order(ingest(plain, "ingest.partitions=5")));
        assertFalse(Arrays.equals(expected, order(ingest(plain, "seed=43"))));
    }

    @Test
    void filesWithoutLabelsOrHeaderAndInOtherColumnOrderAreRead() throws Exception {
        CsvFixture unlabelled = new CsvFixture().line(CsvFixture.pixelNames());
        CsvFixture headerless = new CsvFixture();
        CsvFixture labelLast = new CsvFixture().line(CsvFixture.pixelNames() + ",label");
        for (int row = 0; row < 20; row++) {
            String pixels = CsvFixture.join(CsvFixture.pixels(row));
            unlabelled.line(pixels);
            headerless.line(row % 10 + "," + pixels);
            labelLast.line(pixels + "," + row % 10);
        }
        RowBlock expected = first(ingest(good("good.csv", 0, 20)));

        RowBlock last = first(ingest(labelLast.write(folder.resolve("last.csv"))));
        RowBlock none = first(ingest(unlabelled.write(folder.resolve("none.csv"))));
        test = headerless.write(folder.resolve("headerless.csv"));
        RowBlock bare = first(ingest(test, "data.header=false"));

        for (RowBlock found : List.of(last, none, bare)) {
            assertArrayEquals(expected.ids(), found.ids());
            assertArrayEquals(expected.values(), found.values());
        }
        assertArrayEquals(expected.labels(), last.labels());
        assertArrayEquals(expected.labels(), bare.labels());
        assertTrue(IntStream.of(none.labels()).allMatch(l -> l == RowBlock.NO_LABEL));
    }

    @Test
    void badRowsArePutAsideWithFileRowAndReason() throws Exception {
        Path train = new CsvFixture()
                .line(CsvFixture.header())
                .rows(0, 50)
                .line("1,2,3")
                .rows(51, 60)
                .line("11" + CsvFixture.row(0).substring(1))
                .line("")
                .write(folder.resolve("train.csv"));

        Manifest manifest = ingest(train, "ingest.max-rejected-fraction=0.05", "data.classes=10");

        List<Row> rejected = spark.read()
                .json(folder.resolve("run/dataset/rejected").toString())
                .orderBy("row")
                .select("file", "row", "reason", "detail")
                .collectAsList();
        assertEquals(
                List.of(
                        List.of(train.toString(), 52L, "wrong number of pixels", "expected 784 pixels, found 2"),
                        List.of(
                                train.toString(),
                                62L,
                                "label out of range",
                                "label: expected an integer in 0-9 (see data.classes), found \"11\""),
                        List.of(train.toString(), 63L, "blank line", "expected pixel values, found a blank line")),
                rejected.stream()
                        .map(row -> IntStream.range(0, 4).mapToObj(row::get).toList())
                        .toList());
        assertEquals(3, manifest.rows().get("rejected"));
        assertEquals(59, manifest.rows().get("train") + manifest.rows().get("validation"));
        assertTrue(idsOf(rows(manifest, Split.TRAIN, 1)).contains(51L), "ids count rejected rows");
    }

    @Test
    void tooManyBadRowsFailAndNameTheCommonestReasons() throws Exception {
        CsvFixture fixture = new CsvFixture().line(CsvFixture.header()).rows(0, 10);
        for (int i = 0; i < 3; i++) {
            fixture.line("1,2");
        }
        for (int i = 0; i < 2; i++) {
            fixture.line("x" + CsvFixture.row(0).substring(1));
        }
        fixture.line("").line("7,300" + ",0".repeat(783)).line("7,-1" + ",0".repeat(783));
        Path train = fixture.write(folder.resolve("train.csv"));

        String message = assertThrows(BadInputException.class, () -> ingest(train, "data.classes=10"))
                .getMessage();

        assertEquals(
                train + ": 8 of 18 rows rejected, more than ingest.max-rejected-fraction = 0.01 allows:"
                        + " 3 × wrong number of pixels (first in row 12: expected 784 pixels, found 1);"
                        + " 2 × label out of range (first in row 15: label: expected an integer in 0-9 (see"
                        + " data.classes), found \"x\");"
                        + " 2 × pixel value not an integer in 0-255 (first in row 18: pixel0: expected an integer in"
                        + " 0-255, found \"300\")",
                message);
        assertFalse(Files.exists(folder.resolve("run/dataset")));
        try (var left = Files.list(folder.resolve("run"))) {
            assertEquals(0, left.count(), "nothing is left behind");
        }
    }

    @Test
    void unusableFilesAreRefusedInOneLine() throws Exception {
        Path empty = new CsvFixture().write(folder.resolve("empty.csv"));
        Path onlyHeader = new CsvFixture().line(CsvFixture.header()).write(folder.resolve("header.csv"));
        Path noHeader = new CsvFixture().rows(0, 3).write(folder.resolve("bare.csv"));
        Path other = new CsvFixture().line("a,b,c").line("1,2,3").write(folder.resolve("other.csv"));
        Path cut = good("cut.csv.gz", 0, 200);
        byte[] bytes = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length * 2 / 3));

        assertEquals(empty + ": expected CSV, IDX or Parquet, found an empty file", refused(empty));
        assertEquals(onlyHeader + ": expected rows of images, found none", refused(onlyHeader));
        assertTrue(refused(noHeader).startsWith(noHeader + ": expected a header line"), refused(noHeader));
        assertTrue(refused(other).startsWith(other + ": wrong header"), refused(other));
        assertTrue(refused(cut).startsWith(cut + ": could not be unpacked to its end"), refused(cut));
        assertEquals(
                folder.resolve("none.csv") + ": expected a file, a folder or a glob of files, found nothing there",
                refused(folder.resolve("none.csv")));
    }

    @Test
    void generatedDigitsAreThoseThatTheCsvFilesHold() throws Exception {
        Configuration conf = new Configuration();
        Path train = folder.resolve("train.csv.gz");
        test = folder.resolve("generated-test.csv.gz");
        GeneratedCsv.write(
                GeneratedKind.DIGITS, 42, Split.TRAIN, 60, new org.apache.hadoop.fs.Path(train.toString()), conf);
        GeneratedCsv.write(
                GeneratedKind.DIGITS, 42, Split.TEST, 20, new org.apache.hadoop.fs.Path(test.toString()), conf);
        Manifest fromFiles = ingest(train);
        RowBlock trainRows = first(fromFiles);
        RowBlock testRows = rows(fromFiles, Split.TEST, 1).get(0);

        Manifest direct = run("generate.train-rows=60", "generate.test-rows=20");

        assertArrayEquals(trainRows.values(), first(direct).values());
        assertArrayEquals(trainRows.labels(), first(direct).labels());
        assertArrayEquals(testRows.values(), rows(direct, Split.TEST, 1).get(0).values());
        assertNotEquals(fromFiles.fingerprint(), direct.fingerprint());
    }

    @Test
    void theManifestTellsWhatCameInAndHowItWasScaled() throws Exception {
        Path train = good("train.csv", 0, 40);

        Manifest manifest = ingest(train);

        assertEquals(2, manifest.inputs().size());
        assertEquals(Files.size(train), manifest.inputs().get(0).bytes());
        assertEquals(64, manifest.inputs().get(0).sha256().length());
        assertEquals(
                "id BIGINT,label INT,features ARRAY<FLOAT>",
                manifest.schema().get("train").replace(" NOT NULL", ""));
        assertEquals(
                "{\"formula\":\"x / 255\",\"kind\":\"unit\"}",
                io.sparkae.files.Json.line(manifest.facts().get("scaling")));
        assertEquals(42, manifest.settings().get("seed"));
        assertTrue(manifest.versions().containsKey("git-commit"));
    }

    private Path good(String name, int from, int to) throws IOException {
        return new CsvFixture().line(CsvFixture.header()).rows(from, to).write(folder.resolve(name));
    }

    private String refused(Path train) {
        return assertThrows(BadInputException.class, () -> ingest(train)).getMessage();
    }

    private Manifest ingest(Path train, String... pairs) throws IOException {
        List<String> all = new ArrayList<>(List.of("data.train=" + train, "data.test=" + test));
        all.addAll(List.of(pairs));
        return run(all.toArray(String[]::new));
    }

    private Manifest run(String... pairs) throws IOException {
        return fixture.ingest(pairs);
    }

    private List<RowBlock> rows(Manifest manifest, Split split, int partitions) {
        return fixture.rows(manifest, split, partitions);
    }

    private RowBlock first(Manifest manifest) {
        return fixture.rows(manifest, Split.TRAIN);
    }

    private long[] order(Manifest manifest) {
        return order(manifest, Split.TRAIN);
    }

    private long[] order(Manifest manifest, Split split) {
        return fixture.rows(manifest, split).ids();
    }

    private static Set<Long> idsOf(List<RowBlock> blocks) {
        Set<Long> ids = new HashSet<>();
        blocks.forEach(block -> Arrays.stream(block.ids()).forEach(ids::add));
        return ids;
    }

    private static List<RowBlock> concat(List<RowBlock> one, List<RowBlock> two) {
        List<RowBlock> all = new ArrayList<>(one);
        all.addAll(two);
        return all;
    }
}
