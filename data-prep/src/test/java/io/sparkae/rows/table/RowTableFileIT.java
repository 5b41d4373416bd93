package io.sparkae.rows.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put together from arrays, read by two readers that others wrote. */
@ExtendWith(SharedSpark.class)
class RowTableFileIT {
    private static final float[] ODD_FLOATS = {0f, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, 1f / 3, Float.NaN};

    @TempDir
    Path folder;

    private SparkSession spark;

    @BeforeEach
    void keep(SparkSession session) {
        spark = session.newSession(); // with settings of its own
    }

    @ParameterizedTest(name = "{1} rows of {0}, labels {2}")
    @CsvSource({
        "1, 1, none",
        "1, 7, all",
        "1, 8, some",
        "1, 9, none",
        "1, 5000, some",
        "3, 1, all",
        "3, 7, some",
        "3, 8, none",
        "3, 9, all",
        "3, 5000, none",
        "784, 1, some",
        "784, 7, none",
        "784, 9, some",
        "784, 5000, some",
        "1000, 1, none",
        "1000, 8, all",
        "1000, 9, some",
        "1000, 2100, all"
    })
    void rowsAreReadBackBitForBit(int width, int count, String labels) throws IOException {
        Rows rows = Rows.random(width, count, label -> labels.equals("all") || labels.equals("some") && label % 3 > 0);
        Rows more = Rows.random(width, 11, label -> true);
        for (boolean dictionary : new boolean[] {true, false}) {
            Path file = write("rows-" + dictionary + ".parquet", dictionary, rows, more);

            assertEquals(Rows.texts(rows, more), byParquet(file), "by Parquet's own reader");
            assertEquals(Rows.texts(rows, more), bySpark(file, true), "by Spark, vectorised");
        }
    }

    @Test
    void sparksOtherReaderReadsThemToo() throws IOException {
        Rows rows = Rows.random(784, 1500, label -> label % 2 == 0);

        assertEquals(Rows.texts(rows, rows), bySpark(write("indexed.parquet", true, rows, rows), false));
        assertEquals(Rows.texts(rows, rows), bySpark(write("plain.parquet", false, rows, rows), false));
    }

    @Test
    void oddFloatsKeepTheirBits() throws IOException {
        int[] indices = {0, 1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 0};
        Rows rows = new Rows(6, new long[] {-1, Long.MAX_VALUE}, new int[] {0, Integer.MAX_VALUE}, indices, ODD_FLOATS);

        for (boolean dictionary : new boolean[] {true, false}) {
            Path file = write("odd-" + dictionary + ".parquet", dictionary, rows, rows);

            assertEquals(Rows.texts(rows, rows), byParquet(file));
            assertEquals(Rows.texts(rows, rows), bySpark(file, true));
        }
    }

    @Test
    void theSchemaIsWhatTheManifestSays() throws IOException {
        Rows rows = Rows.random(3, 2, label -> true);
        Path file = write("rows.parquet", true, rows);

        assertEquals(
                RowTableFile.SCHEMA.replace(" NOT NULL", ""),
                spark.read().parquet(file.toString()).schema().toDDL().replace(" NOT NULL", ""));
    }

    /** Columns have a smallest and a largest value a page and a row group; wrong ones would hide rows. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void filtersFindAllRows(boolean vectorised) throws IOException {
        List<Rows> groups = new ArrayList<>();
        for (int group = 0; group < 4; group++) {
            int number = group;
            groups.add(Rows.of(
                    3,
                    3000,
                    row -> 1000L * number + row * 7L % 3000, // overlap, and are not in order
                    row -> number == 3 ? RowBlock.NO_LABEL : row % 5 == 0 ? RowBlock.NO_LABEL : number * 2 + row % 2));
        }
        Path file = write("rows.parquet", true, groups.toArray(Rows[]::new));
        spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorised);

        assertEquals(1, count(groups, (id, label) -> id == 0), "the oracle");
        for (long id : new long[] {-1, 0, 1, 999, 1000, 2999, 3500, 5999, 6000}) {
            assertEquals(count(groups, (i, l) -> i == id), matching(file, "id = " + id), "id = " + id);
            assertEquals(count(groups, (i, l) -> i < id), matching(file, "id < " + id), "id < " + id);
            assertEquals(count(groups, (i, l) -> i >= id), matching(file, "id >= " + id), "id >= " + id);
        }
        for (int label = 0; label < 8; label++) {
            int wanted = label;
            assertEquals(count(groups, (i, l) -> l == wanted), matching(file, "label = " + label), "label " + label);
        }
        assertEquals(count(groups, (i, l) -> l == RowBlock.NO_LABEL), matching(file, "label IS NULL"));
        assertEquals(count(groups, (i, l) -> l != RowBlock.NO_LABEL), matching(file, "label IS NOT NULL"));
        assertEquals(count(groups, (i, l) -> i > 2500 && l == 2), matching(file, "id > 2500 AND label = 2"), "both");
    }

    @Test
    void aPageThatIsNotWantedLeavesTheFeaturesOfOthersInStep() throws IOException {
        Rows rows = Rows.of(1000, 4000, row -> row, row -> row % 10); // features take several pages, ids one
        Path file = write("rows.parquet", true, rows, Rows.of(1000, 10, row -> 5000 + row, row -> 3));

        List<Row> found = spark.read()
                .parquet(file.toString())
                .where("id IN (1047, 1048, 1049, 3999, 5003)")
                .orderBy("id")
                .collectAsList();

        assertEquals(
                List.of(1047L, 1048L, 1049L, 3999L, 5003L),
                found.stream().map(row -> row.getLong(0)).toList());
        for (Row row : found.subList(0, 4)) {
            List<Float> features = row.getList(2);
            for (int i = 0; i < 1000; i++) {
                assertEquals(rows.feature((int) row.getLong(0), i), features.get(i));
            }
        }
    }

    @Test
    void statisticsAreTheSmallestAndLargestOfEachRowGroup() throws IOException {
        Rows rows = new Rows(2, new long[] {5, -3, 9}, new int[] {4, -1, 2}, new int[] {1, 2, 3, 2, 1, 1}, new float[] {
            -100, 0.25f, -2, 8, 100
        });
        for (boolean dictionary : new boolean[] {true, false}) {
            Path file = write("statistics-" + dictionary + ".parquet", dictionary, rows);

            try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(hadoop(file), conf()))) {
                List<String> found = reader.getRowGroups().get(0).getColumns().stream()
                        .map(column -> column.getStatistics().genericGetMin() + " to "
                                + column.getStatistics().genericGetMax() + ", nulls "
                                + column.getStatistics().getNumNulls())
                        .toList();
                assertEquals(List.of("-3 to 9, nulls 0", "2 to 4, nulls 1", "-2.0 to 8.0, nulls 0"), found);
            }
        }
    }

    @Test
    void theSameRowsGiveTheSameBytes() throws IOException {
        Rows rows = Rows.random(784, 2000, label -> label % 4 > 0);
        for (boolean dictionary : new boolean[] {true, false}) {
            assertArrayEquals(
                    Files.readAllBytes(write("one" + dictionary, dictionary, rows, rows)),
                    Files.readAllBytes(write("two" + dictionary, dictionary, rows, rows)));
        }
    }

    @Test
    void aFlippedBitIsFoundByThePagesChecksum() throws IOException {
        Path file = write("rows.parquet", true, Rows.random(784, 100, label -> true));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1; // features fill most of the file
        Files.write(file, bytes);
        Files.deleteIfExists(folder.resolve(".rows.parquet.crc")); // Hadoop's own checksum, for local files only

        Exception failure = assertThrows(Exception.class, () -> byParquet(file));

        assertTrue(
                failure.toString().contains("CRC")
                        || String.valueOf(failure.getCause()).contains("CRC"),
                () -> failure + ", " + failure.getCause());
    }

    @Test
    void aFileThatIsNotFinishedIsNone() throws IOException {
        Path file = folder.resolve("rows.parquet");
        Rows rows = Rows.random(3, 10, label -> true);
        try (RowTableFile table = new RowTableFile(hadoop(file), 3, conf())) {
            table.write(rows.ids(), rows.labels(), rows.features());
        }

        assertThrows(RuntimeException.class, () -> byParquet(file));
    }

    private Path write(String name, boolean dictionary, Rows... groups) throws IOException {
        Path file = folder.resolve(name);
        try (RowTableFile table = new RowTableFile(hadoop(file), groups[0].width(), conf())) {
            for (Rows rows : groups) {
                if (dictionary) {
                    table.write(rows.ids(), rows.labels(), rows.indexBytes(), rows.dictionary());
                } else {
                    table.write(rows.ids(), rows.labels(), rows.features());
                }
            }
            table.finish();
        }
        return file;
    }

    private static List<String> byParquet(Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), hadoop(file))
                .withConf(conf())
                .build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                Group list = row.getGroup("features", 0);
                float[] features = new float[list.getFieldRepetitionCount("list")];
                for (int i = 0; i < features.length; i++) {
                    features[i] = list.getGroup("list", i).getFloat("element", 0);
                }
                boolean labelled = row.getFieldRepetitionCount("label") > 0;
                rows.add(text(row.getLong("id", 0), labelled ? row.getInteger("label", 0) : null, features));
            }
        }
        return rows;
    }

    private List<String> bySpark(Path file, boolean vectorised) {
        spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorised);
        spark.conf().set("spark.sql.parquet.enableNestedColumnVectorizedReader", vectorised);
        Encoder<float[]> floats = spark.implicits().newFloatArrayEncoder();
        return spark
                .read()
                .parquet(file.toString())
                .select("id", "label", "features")
                .as(Encoders.tuple(Encoders.LONG(), Encoders.INT(), floats))
                .collectAsList()
                .stream()
                .map(row -> text(row._1(), row._2(), row._3()))
                .toList();
    }

    private long matching(Path file, String condition) {
        List<Row> rows = spark.read().parquet(file.toString()).where(condition).collectAsList();
        assertTrue(rows.stream().allMatch(row -> row.getList(2).size() == 3), "whole rows");
        return rows.size();
    }

    private static long count(List<Rows> groups, RowFilter filter) {
        long count = 0;
        for (Rows rows : groups) {
            for (int i = 0; i < rows.ids().length; i++) {
                count += filter.takes(rows.ids()[i], rows.labels()[i]) ? 1 : 0;
            }
        }
        return count;
    }

    /** A row to compare; of many features a hash of their bits. */
    private static String text(long id, Integer label, float[] features) {
        int hash = 1;
        for (float feature : features) {
            hash = 31 * hash + Float.floatToRawIntBits(feature);
        }
        return id + " " + label + " " + features.length + " " + hash;
    }

    private static org.apache.hadoop.fs.Path hadoop(Path file) {
        return new org.apache.hadoop.fs.Path(file.toString());
    }

    private static Configuration conf() {
        Configuration conf = new Configuration();
        conf.setBoolean("parquet.page.verify-checksum.enabled", true);
        return conf;
    }

    @FunctionalInterface
    private interface RowFilter {
        boolean takes(long id, int label);
    }

    /** A row group: its features as indices into a dictionary. */
    private record Rows(int width, long[] ids, int[] labels, int[] indices, float[] dictionary) {
        static Rows random(int width, int count, IntPredicate labelled) {
            SplittableRandom random = new SplittableRandom(width * 31L + count);
            return of(
                    width,
                    count,
                    row -> random.nextLong(),
                    row -> labelled.test(row) ? random.nextInt(10) : RowBlock.NO_LABEL);
        }

        static Rows of(int width, int count, IntToLongFunction id, IntUnaryOperator label) {
            SplittableRandom random = new SplittableRandom(count);
            float[] dictionary = new float[256];
            IntStream.range(0, 256).forEach(i -> dictionary[i] = i / 255f);
            return new Rows(
                    width,
                    IntStream.range(0, count).mapToLong(id).toArray(),
                    IntStream.range(0, count).map(label).toArray(),
                    random.ints((long) width * count, 0, 256).toArray(),
                    dictionary);
        }

        float feature(int row, int index) {
            return dictionary[indices[row * width + index]];
        }

        float[] features() {
            float[] features = new float[indices.length];
            IntStream.range(0, indices.length).forEach(i -> features[i] = dictionary[indices[i]]);
            return features;
        }

        byte[] indexBytes() {
            byte[] bytes = new byte[indices.length];
            IntStream.range(0, indices.length).forEach(i -> bytes[i] = (byte) indices[i]);
            return bytes;
        }

        /** What row groups read as. */
        static List<String> texts(Rows... groups) {
            List<String> texts = new ArrayList<>();
            for (Rows rows : groups) {
                float[] all = rows.features();
                int width = rows.width;
                for (int row = 0; row < rows.ids.length; row++) {
                    float[] own = Arrays.copyOfRange(all, row * width, (row + 1) * width);
                    int label = rows.labels[row];
                    texts.add(text(rows.ids[row], label == RowBlock.NO_LABEL ? null : label, own));
                }
            }
            return texts;
        }
    }
}
