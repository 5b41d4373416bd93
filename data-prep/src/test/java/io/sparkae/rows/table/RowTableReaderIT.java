package io.sparkae.rows.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.StageOutputException;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of files that this project wrote, and of those that Spark wrote, in any encoding. */
@ExtendWith(SharedSpark.class)
class RowTableReaderIT {
    private static final int ROWS = 3001;

    @TempDir
    Path folder;

    /** Ids count down, every third label is unknown. */
    private static RowBlock rows(int width, boolean bytes) {
        SplittableRandom random = new SplittableRandom(width);
        long[] ids = new long[ROWS];
        int[] labels = new int[ROWS];
        float[] values = new float[ROWS * width];
        for (int row = 0; row < ROWS; row++) {
            ids[row] = ROWS - row;
            labels[row] = row % 3 == 0 ? RowBlock.NO_LABEL : row % 10;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes ? random.nextInt(256) / 255f : (float) random.nextDouble();
        }
        return new RowBlock(ids, labels, values, width);
    }

    @ParameterizedTest(name = "rows {0} to {1} of {2} values")
    @CsvSource({"0, 3001, 784", "0, 1, 1", "999, 1001, 3", "1500, 1500, 3", "1499, 1501, 784", "2999, 3001, 1"})
    void anyRangeIsRead(int from, int to, int width) throws IOException {
        for (boolean bytes : new boolean[] {true, false}) {
            RowBlock all = rows(width, bytes);
            Path file = write("ours-" + bytes + ".parquet", all, bytes);

            List<RowBlock> read = read(file, "features", from, to);

            assertSame(all.range(from, to), read);
            assertTrue(read.stream().allMatch(block -> block.packed().bytesOfAValue() == (bytes ? 1 : 4)));
            assertTrue(read.stream().limit(Math.max(0, read.size() - 1L)).allMatch(block -> block.rows() == 1024));
        }
    }

    @ParameterizedTest(name = "Parquet {0}, dictionaries {1}")
    @CsvSource({"v1, true", "v1, false", "v2, true", "v2, false"})
    void whatSparkWroteIsReadToo(String version, boolean dictionary, SparkSession spark) throws IOException {
        for (boolean bytes : new boolean[] {true, false}) {
            RowBlock all = rows(5, bytes);
            Path file = sparks(spark, table(all), version, dictionary);

            assertSame(all, read(file, "code", 0, ROWS));
            assertSame(all.range(17, 2500), read(file, "code", 17, 2500));
        }
    }

    @Test
    void rowsOfUnequalLengthAreSaid(SparkSession spark) throws IOException {
        List<Row> table = table(rows(5, false));
        table.set(1234, RowFactory.create(1L, 1, new Float[] {1f, 2f, 3f, 4f}));

        assertDamaged(sparks(spark, table, "v1", false), "expected 5 values in each row");
    }

    @Test
    void missingValuesAreSaid(SparkSession spark) throws IOException {
        List<Row> table = table(rows(5, false));
        table.set(1234, RowFactory.create(1L, 1, new Float[] {1f, 2f, null, 4f, 5f}));

        assertDamaged(sparks(spark, table, "v1", false), "row 1234 of a page: a value is missing");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFlippedBitIsDamage(boolean bytes) throws IOException {
        Path file = write("ours.parquet", rows(784, bytes), bytes);
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);

        assertDamaged(file, "ours.parquet: ");
    }

    /** Bits of the first pages' headers, which no checksum covers, and of what follows. */
    @Test
    @Timeout(120)
    void noFlippedBitIsWaitedFor() throws IOException {
        Path file = write("ours.parquet", rows(3, true), true);
        byte[] content = Files.readAllBytes(file);
        RowBlock all = rows(3, true);
        for (int bit = 32; bit < 32 + 8 * 60; bit++) {
            content[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, content);
            content[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertSame(all, read(file, "features", 0, ROWS)); // a bit that says nothing, as of statistics
            } catch (StageOutputException damage) {
                assertTrue(damage.getMessage().contains("ours.parquet: "), damage.getMessage());
            }
        }
    }

    @Test
    void anotherNumberOfRowsThanTheManifestsIsSaid() throws IOException {
        Path file = write("ours.parquet", rows(3, true), true);

        String message = assertThrows(
                        StageOutputException.class,
                        () -> new RowTableReader(hadoop(file), "features", 0, 10, 3002, new Configuration()))
                .getMessage();

        assertTrue(message.contains("expected 3002 rows, found 3001"), message);
    }

    @Test
    void anotherColumnIsSaid() throws IOException {
        Path file = write("ours.parquet", rows(3, true), true);

        String message = assertThrows(StageOutputException.class, () -> read(file, "code", 0, 1))
                .getMessage();

        assertTrue(message.contains("expected columns id, label and code"), message);
    }

    private static void assertDamaged(Path file, String why) {
        String message = assertThrows(StageOutputException.class, () -> read(file, column(file), 0, ROWS))
                .getMessage();
        assertTrue(message.startsWith("an earlier stage's output is damaged (") && message.contains(why), message);
    }

    private static String column(Path file) {
        return file.getFileName().toString().startsWith("ours") ? "features" : "code";
    }

    private static void assertSame(RowBlock expected, List<RowBlock> found) {
        if (expected.rows() == 0) {
            assertEquals(List.of(), found);
            return;
        }
        RowBlock all = RowBlock.concat(found);
        assertArrayEquals(expected.ids(), all.ids());
        assertArrayEquals(expected.labels(), all.labels());
        assertArrayEquals(expected.values(), all.values());
    }

    private static List<RowBlock> read(Path file, String column, long from, long to) throws IOException {
        try (RowTableReader reader = new RowTableReader(hadoop(file), column, from, to, ROWS, new Configuration())) {
            List<RowBlock> blocks = new ArrayList<>();
            reader.forEachRemaining(blocks::add);
            return blocks;
        }
    }

    /** Two row groups, the values of bytes with a dictionary. */
    private Path write(String name, RowBlock rows, boolean bytes) throws IOException {
        Path file = folder.resolve(name);
        try (RowTableFile table = new RowTableFile(hadoop(file), rows.width(), new Configuration())) {
            for (RowBlock group : List.of(rows.range(0, 1500), rows.range(1500, ROWS))) {
                if (bytes) {
                    table.write(group.ids(), group.labels(), indices(group.values()), dictionary());
                } else {
                    table.write(group.ids(), group.labels(), group.values());
                }
            }
            table.finish();
        }
        return file;
    }

    private static byte[] indices(float[] values) {
        byte[] indices = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            indices[i] = (byte) Math.round(values[i] * 255);
        }
        return indices;
    }

    private static float[] dictionary() {
        float[] dictionary = new float[256];
        for (int i = 0; i < dictionary.length; i++) {
            dictionary[i] = i / 255f;
        }
        return dictionary;
    }

    private static List<Row> table(RowBlock rows) {
        List<Row> table = new ArrayList<>();
        float[] values = rows.values();
        for (int row = 0; row < rows.rows(); row++) {
            Float[] own = new Float[rows.width()];
            for (int i = 0; i < own.length; i++) {
                own[i] = values[row * own.length + i];
            }
            int label = rows.labels()[row];
            table.add(RowFactory.create(rows.ids()[row], label == RowBlock.NO_LABEL ? null : label, own));
        }
        return table;
    }

    /** One file, written by Spark in pages of few rows. */
    private Path sparks(SparkSession spark, List<Row> rows, String version, boolean dictionary) throws IOException {
        Path target = Files.createTempDirectory(folder, "spark").resolve("table");
        spark.createDataFrame(rows, StructType.fromDDL("id BIGINT, label INT, code ARRAY<FLOAT>"))
                .coalesce(1)
                .write()
                .option("parquet.writer.version", version)
                .option("parquet.enable.dictionary", dictionary)
                .parquet(target.toString());
        try (var files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static org.apache.hadoop.fs.Path hadoop(Path file) {
        return new org.apache.hadoop.fs.Path(file.toString());
    }
}
