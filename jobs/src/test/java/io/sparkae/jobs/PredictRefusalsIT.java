package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** New rows that cannot be scored, results that may not be replaced, and what is refused. */
@ExtendWith(SharedSpark.class)
class PredictRefusalsIT {
    private static PredictFixture fixture;
    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void train(@TempDir Path shared, SparkSession session) throws IOException {
        spark = session;
        fixture = PredictFixture.in(shared);
    }

    /** Scaling is x / 255: what is left is too large for distances, not finite or missing. */
    @Test
    void numbersThatAModelCannotBeGivenArePutAside() throws IOException {
        List<String> lines = fixture.lines();
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < 10; row++) {
            Double[] values = Arrays.stream(lines.get(row + 1).split(","))
                    .skip(1)
                    .map(Double::valueOf)
                    .toArray(Double[]::new);
            values[7] = switch (row) {
                case 1 -> Double.NaN;
                case 2 -> Double.NEGATIVE_INFINITY;
                case 4 -> 1e30;
                case 5 -> -2.6e17;
                case 6 -> 2.5e17;
                case 8 -> 1e300;
                default -> values[7];
            };
            rows.add(RowFactory.create((Object) values));
        }
        Path input = folder.resolve("input");
        spark.createDataFrame(rows, StructType.fromDDL("features ARRAY<DOUBLE>"))
                .coalesce(1)
                .write()
                .parquet(input.toString());
        Path output = folder.resolve("predicted");

        Command refused = fixture.predict(input, output, "-s", "ingest.max-rejected-fraction=0.4");
        Command accepted = fixture.predict(input, output, "-s", "ingest.max-rejected-fraction=0.5");

        assertEquals(3, refused.code(), refused.err());
        assertTrue(
                refused.err()
                        .contains("5 of 10 rows rejected, more than ingest.max-rejected-fraction = 0.4 allows: 3 ×"
                                + " pixel value not a finite number (first in row 2: pixel7: expected a finite number,"
                                + " found NaN); 2 × pixel value too large for the model (first in row 5: pixel7:"
                                + " expected a number of at most 1e15 in size after scaling (x / 255), found 1.0E30)"),
                refused.err());
        assertEquals(0, accepted.code(), accepted.err());
        List<Row> rejected = spark.read()
                .json(output.resolve("rejected").toString())
                .orderBy("row")
                .collectAsList();
        assertEquals(
                List.of(2L, 3L, 5L, 6L, 9L),
                rejected.stream().map(row -> row.<Long>getAs("row")).toList());
        assertEquals("pixel value too large for the model", rejected.get(3).getAs("reason"));
        assertTrue(rejected.get(3).<String>getAs("detail").contains(", found -2.6"), rejected.toString());
        assertTrue(rejected.get(3).<String>getAs("file").endsWith(".parquet"), rejected.toString());
        List<Row> predictions = table(output.resolve("predictions"));
        assertEquals(
                List.of(0L, 3L, 6L, 7L, 9L),
                predictions.stream().map(row -> row.<Long>getAs("id")).toList());
        List<Double> distances = predictions.get(2).getList(predictions.get(2).fieldIndex("neighbour_distances"));
        assertTrue(distances.stream().allMatch(distance -> distance > 0 && Double.isFinite(distance)), "" + distances);
    }

    @Test
    void rejectedRowsOfEarlierResultsAreKeptWithoutForce() throws IOException {
        List<String> lines = new ArrayList<>(fixture.lines());
        lines.add(3, "7,1,2,3");
        Path bad = Files.write(folder.resolve("bad.csv"), lines);
        Path output = folder.resolve("out.csv");
        Path beside = folder.resolve("out.csv.rejected.jsonl");
        Files.writeString(beside, "mine");

        Command refused = fixture.predict(fixture.unlabelled(), output);
        String kept = Files.readString(beside);
        boolean written = Files.exists(output);
        Command forced = fixture.predict(bad, output, "--force", "-s", "ingest.max-rejected-fraction=0.1");
        String rejected = Files.readString(beside);
        Command again = fixture.predict(fixture.unlabelled(), output);
        Command clean = fixture.predict(fixture.unlabelled(), output, "--force");

        assertEquals(2, refused.code());
        assertEquals(
                "sparkae: --output: beside file:" + output + ", file:" + beside
                        + " is there already: move it away, give --force to replace it, or give another path",
                refused.err().strip());
        assertEquals("mine", kept);
        assertFalse(written);
        assertEquals(0, forced.code(), forced.err());
        assertTrue(rejected.contains("wrong number of pixels"), rejected);
        assertEquals(2, again.code());
        assertEquals(0, clean.code(), clean.err());
        assertFalse(Files.exists(beside), "the new results have no rejected rows");
    }

    @Test
    void badRowsArePutAsideAndCounted() throws IOException {
        List<String> lines = new ArrayList<>(fixture.lines());
        lines.add(3, "7,1,2,3");
        Path input = Files.write(folder.resolve("bad.csv"), lines);
        Path output = folder.resolve("predicted");

        Command refused = fixture.predict(input, output);
        Command accepted = fixture.predict(input, output, "-s", "ingest.max-rejected-fraction=0.1");
        Path single = folder.resolve("single.csv");
        Command file = fixture.predict(input, single, "-s", "ingest.max-rejected-fraction=0.1", "--format", "kaggle");

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
        assertEquals(PredictFixture.ROWS, ids.size());
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

        Command size = fixture.predict(small, folder.resolve("a"));
        Command nothing =
                PredictFixture.predictWith(folder.resolve("nothing"), fixture.unlabelled(), folder.resolve("a"));
        Command empty = PredictFixture.predictWith(
                Files.createDirectory(folder.resolve("empty")), fixture.unlabelled(), folder.resolve("a"));
        Command noModel = PredictFixture.predictWith(fixture.unlabelled(), fixture.unlabelled(), folder.resolve("a"));
        Command kaggle = PredictFixture.predictWith(
                fixture.run().resolve("model/model.zip"),
                fixture.unlabelled(),
                folder.resolve("s.csv"),
                "--format",
                "kaggle");
        Command ending = fixture.predict(fixture.unlabelled(), folder.resolve("s.csv"), "--format", "jsonl");

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
        assertEquals(
                0,
                fixture.predict(fixture.unlabelled(), output, "--format", "csv").code());
        assertEquals(
                0,
                fixture.predict(fixture.unlabelled(), output, "--format", "jsonl", "--force")
                        .code());
        assertTrue(Files.exists(output.resolve("predictions/part-00000.jsonl")));
        assertFalse(Files.exists(output.resolve("predictions/part-00000.csv")), "replaced as a whole");
        Path own = Files.writeString(output.resolve("notes.txt"), "mine");

        Command foreign = fixture.predict(fixture.unlabelled(), output, "--force");
        Command itself = fixture.predict(fixture.unlabelled(), fixture.unlabelled(), "--force");

        assertEquals(4, foreign.code());
        assertTrue(foreign.err().contains("notes.txt was not written by 'sparkae predict'"), foreign.err());
        assertEquals("mine", Files.readString(own));
        assertEquals(2, itself.code());
        assertTrue(itself.err().contains("expected inputs outside --output"), itself.err());
        assertTrue(Files.readString(fixture.unlabelled()).startsWith("pixel0,"));
    }

    private static List<Row> table(Path parquet) {
        return spark.read().parquet(parquet.toString()).orderBy("id").collectAsList();
    }
}
