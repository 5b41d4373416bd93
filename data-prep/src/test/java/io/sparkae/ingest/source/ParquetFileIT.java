package io.sparkae.ingest.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.ImageFile.Range;
import io.sparkae.ingest.source.ImageRecord.FeatureConverter;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as Spark writes them. */
@ExtendWith(SharedSpark.class)
class ParquetFileIT {
    private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);

    @TempDir
    Path folder;

    private SparkSession spark;

    @BeforeEach
    void keep(SparkSession session) {
        spark = session;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE"})
    void listsOfAnyNumbersAreFeatures(String type) throws IOException {
        Path file = sql("SELECT CAST(array(1, 2, 3, -4) AS ARRAY<" + type + ">) features, 7 label");

        assertEquals(List.of("1 7|1.0 2.0 3.0 -4.0"), rows(file));
    }

    @Test
    void listsOfListsAreFeaturesRowByRow() throws IOException {
        assertEquals(List.of("1 -|1.0 2.0 3.0 4.0"), rows(sql("SELECT array(array(1, 2), array(3, 4)) features")));
    }

    @Test
    void vectorsOfMLlibAreFeaturesDenseAndSparseInOneFile() throws IOException {
        Path file = write(
                SQLDataTypes.VectorType(),
                DataTypes.DoubleType,
                RowFactory.create(Vectors.dense(0.5, 0, -2, 1), 3.0),
                RowFactory.create(Vectors.sparse(4, new int[] {1, 3}, new double[] {0.25, 8}), 4.0),
                RowFactory.create(Vectors.sparse(4, new int[0], new double[0]), null),
                RowFactory.create(Vectors.dense(1, 2, 3, 4), 5.0),
                RowFactory.create(Vectors.sparse(9, new int[] {8}, new double[] {1}), 6.0));

        assertEquals(
                List.of(
                        "1 3|0.5 0.0 -2.0 1.0",
                        "2 4|0.0 0.25 0.0 8.0",
                        "3 -|0.0 0.0 0.0 0.0",
                        "4 5|1.0 2.0 3.0 4.0",
                        "5 wrong number of pixels: expected 4 pixels, found 9"),
                rows(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 28, 1 << 30, Integer.MAX_VALUE})
    void aVectorThatClaimsToBeLargerThanABoundIsRefused(int size) throws IOException {
        Path first = write(
                SQLDataTypes.VectorType(),
                DataTypes.DoubleType,
                RowFactory.create(Vectors.sparse(size, new int[] {1}, new double[] {1}), 1.0));

        assertEquals(
                first + ": expected at most 16777216 pixels a row (4096 × 4096), found " + size + " claimed",
                refused(first));

        Path later = write(
                SQLDataTypes.VectorType(),
                DataTypes.DoubleType,
                RowFactory.create(Vectors.dense(1, 2, 3, 4), 1.0),
                RowFactory.create(Vectors.sparse(size, new int[] {1}, new double[] {1}), 1.0));

        assertEquals(
                List.of("1 1|1.0 2.0 3.0 4.0", "2 wrong number of pixels: expected 4 pixels, found " + size),
                rows(later));
    }

    @Test
    void ofAListLongerThanABoundNoMoreIsKept() {
        FeatureConverter features = new FeatureConverter(MessageTypeParser.parseMessageType(
                        "message row { required group features { repeated group list { required float element; } } }")
                .getType("features"));
        features.start();
        PrimitiveConverter element =
                features.getConverter(0).asGroupConverter().getConverter(0).asPrimitiveConverter();
        for (int i = 0; i < ImageSize.MOST_PIXELS + 5; i++) {
            element.addFloat(i);
        }

        assertEquals(ImageSize.MOST_PIXELS + 5, features.count());
        assertEquals(ImageSize.MOST_PIXELS, features.features().length);
        assertEquals(7, features.features()[7]);
    }

    @Test
    void ofManyColumnsTheFirstAreNamed() throws IOException {
        String pixels = IntStream.range(0, 784).mapToObj(i -> "0 pixel" + i).collect(Collectors.joining(", "));
        Path file = sql("SELECT 1 label, " + pixels);

        assertEquals(
                file + ": expected a column features, found [label, pixel0, pixel1, pixel2, pixel3 and 780 others];"
                        + " collect pixels in one column, a list of numbers",
                refused(file));
        String names = IntStream.range(0, 500).mapToObj(i -> "0 as a" + i).collect(Collectors.joining(", "));
        String message = refused(sql("SELECT struct(" + names + ") features"));
        assertTrue(message.length() < 400, message);
    }

    @Test
    void aTableThatWasPartitionedByItsLabelsHasThem() throws IOException {
        Path table = folder.resolve("hive");
        spark.sql("SELECT CAST(id % 3 AS INT) label, array(CAST(id AS FLOAT)) features FROM range(6)")
                .coalesce(1)
                .write()
                .partitionBy("label")
                .parquet(table.toString());

        assertEquals(List.of("1 0|0.0", "2 0|3.0", "1 1|1.0", "2 1|4.0", "1 2|2.0", "2 2|5.0"), rows(table));
    }

    @Test
    void otherColumnsAndTheirOrderDoNotMatter() throws IOException {
        Path file = sql("SELECT 'x' name, 3 label, struct(1 a, 'b' b) more, array(1.5D) features");

        assertEquals(List.of("1 3|1.5"), rows(file));
    }

    @Test
    void badRowsArePutAsideWithTheirReasons() throws IOException {
        Path file = write(
                FLOATS,
                DataTypes.DoubleType,
                RowFactory.create(new float[] {1, 2, 3, 4}, 0.0),
                RowFactory.create(new float[] {1, 2, 3}, 0.0),
                RowFactory.create(new float[] {1, 2, 3, 4, 5}, 0.0),
                RowFactory.create(new float[0], 0.0),
                RowFactory.create(null, 0.0),
                RowFactory.create(Arrays.asList(1f, null, 3f, 4f), 0.0),
                RowFactory.create(new float[] {1, Float.NaN, 3, 4}, 0.0),
                RowFactory.create(new float[] {1, 2, 3, Float.NEGATIVE_INFINITY}, 0.0),
                RowFactory.create(new float[] {1, 2, 3, 4}, 3.5),
                RowFactory.create(new float[] {1, 2, 3, 4}, 10.0),
                RowFactory.create(new float[] {1, 2, 3, 4}, -1.0),
                RowFactory.create(new float[] {1, 2, 3, 4}, Double.NaN),
                RowFactory.create(new float[] {5, 6, 7, 8}, null));
        String count = " wrong number of pixels: expected 4 pixels, found ";
        String finite = " pixel value not a finite number: pixel";
        String label = " label out of range: label: expected an integer in 0-9 (see data.classes), found ";

        assertEquals(
                List.of(
                        "1 0|1.0 2.0 3.0 4.0",
                        "2" + count + 3,
                        "3" + count + 5,
                        "4" + count + 0,
                        "5" + count + 0,
                        "6" + count + 3,
                        "7" + finite + "1: expected a finite number, found NaN",
                        "8" + finite + "3: expected a finite number, found -Infinity",
                        "9" + label + "\"3.5\"",
                        "10" + label + "\"10.0\"",
                        "11" + label + "\"-1.0\"",
                        "12" + label + "\"NaN\"",
                        "13 -|5.0 6.0 7.0 8.0"),
                rows(file));
    }

    @Test
    void doublesThatNoFloatHoldsArePutAside() throws IOException {
        assertEquals(
                List.of(
                        "1 -|1.0",
                        "2 pixel value not a finite number: pixel0: expected a finite number, found Infinity"),
                rows(sql("SELECT explode(array(array(1D), array(1e300D))) features")));
    }

    @Test
    void rowsOfSeveralRowGroupsKeepTheirOrderWhicheverReadsThem() throws IOException {
        Path file = write(
                FLOATS,
                DataTypes.IntegerType,
                IntStream.range(0, 1000)
                        .mapToObj(i -> RowFactory.create(new float[] {i, -i, i / 7f, 0}, i % 11))
                        .toArray(Row[]::new));
        RowSource source = ReadRows.open(ReadRows.DEFAULTS, file);
        ImageFile opened = source.files().get(0);
        List<Range> ranges = opened.ranges(1, ReadRows.CONF);

        List<ReadRows.Row> rows = ReadRows.of(source, opened, ranges);

        assertTrue(ranges.size() > 2, "row groups: " + ranges.size());
        assertEquals(1000, rows.size());
        for (int i = 0; i < 1000; i++) {
            float value = i;
            String expected = i % 11 == 10
                    ? "label out of range: label: expected an integer in 0-9 (see data.classes), found \"10.0\""
                    : i % 11 + "|" + value + " " + (float) -i + " " + value / 7f + " 0.0";
            assertEquals(i + 1 + " " + expected, rows.get(i).toString());
        }
    }

    @Test
    void columnsThatAreNotFeaturesAreRefused() throws IOException {
        Path missing = sql("SELECT array(1.0F) feature, 1 label");
        Path text = sql("SELECT 'abc' features");
        Path texts = sql("SELECT array('abc') features");
        Path decimals = sql("SELECT array(1.0) features");
        Path struct = sql("SELECT struct(1 a, 'b' b) features");
        Path map = sql("SELECT map(1, 2) features");
        Path label = sql("SELECT array(1.0F) features, 'three' label");
        String wanted = ": expected column features to be a list of numbers or a vector, found ";

        assertEquals(missing + ": expected a column features, found [feature, label]", refused(missing));
        for (Path file : List.of(text, texts, decimals, struct, map)) {
            assertTrue(refused(file).startsWith(file + wanted), refused(file));
        }
        assertEquals(
                label + ": expected column label to be a whole number, found required binary label (STRING)",
                refused(label));
    }

    @Test
    void aFileWithoutFeaturesIsRefused() throws IOException {
        Path empty = sql("SELECT array(1.0F) features WHERE 1 = 0");
        Path none = sql("SELECT CAST(NULL AS ARRAY<FLOAT>) features");

        assertEquals(empty + ": expected rows of images, found none", refused(empty));
        assertEquals(none + ": expected rows with features, found none", refused(none));
    }

    @Test
    void emptyPartsAndRowsWithoutFeaturesAreAccepted() throws IOException {
        Path empty = sql("SELECT array(1.0F, 2.0F, 3.0F, 4.0F) features WHERE 1 = 0");
        Path late =
                sql("SELECT features FROM VALUES (CAST(NULL AS ARRAY<FLOAT>)), (array(1F, 2F, 3F, 4F)) AS t(features)");

        assertEquals(
                List.of("1 wrong number of pixels: expected 4 pixels, found 0", "2 -|1.0 2.0 3.0 4.0"),
                ReadRows.texts(ReadRows.DEFAULTS, empty, late));
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        Path file = sql("SELECT array(1.0F, 2.0F, 3.0F, 4.0F) features");
        byte[] bytes = Files.readAllBytes(file);
        Path cut = folder.resolve("cut.parquet");
        for (int length : List.of(4, 8, 12, bytes.length / 2, bytes.length - 4, bytes.length - 1)) {
            Files.write(cut, Arrays.copyOf(bytes, length));

            String message = refused(cut);

            assertTrue(
                    message.startsWith(cut + ": expected a whole Parquet file, found one that cannot be read ("),
                    message);
        }
    }

    @Test
    void aFlippedBitInAPageIsFound() throws IOException {
        Path file = write(
                FLOATS,
                DataTypes.IntegerType,
                IntStream.range(0, 50)
                        .mapToObj(i -> RowFactory.create(new float[] {i / 7f}, i % 10))
                        .toArray(Row[]::new));
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(littleEndian(20 / 7f));
        assertTrue(at > 0, "a value that lies in the file as it is");
        bytes[at] ^= 1; // gives another good number
        Path damaged = Files.write(folder.resolve("damaged.parquet"), bytes);

        String message = refused(damaged);

        assertTrue(
                message.startsWith(damaged + ": expected a whole Parquet file, found one that cannot be read ("),
                message);
        assertTrue(message.contains("CRC"), message);
    }

    private static String littleEndian(float value) {
        byte[] bytes = ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static List<String> rows(Path file) throws IOException {
        return ReadRows.texts(ReadRows.DEFAULTS, file);
    }

    private static String refused(Path file) {
        return assertThrows(BadInputException.class, () -> rows(file)).getMessage();
    }

    private Path write(DataType features, DataType label, Row... rows) throws IOException {
        StructType schema = new StructType(new StructField[] {
            DataTypes.createStructField("features", features, true), DataTypes.createStructField("label", label, true)
        });
        return written(spark.createDataFrame(List.of(rows), schema));
    }

    private Path sql(String query) throws IOException {
        return written(spark.sql(query));
    }

    /** The one file of one partition. */
    private Path written(org.apache.spark.sql.Dataset<Row> rows) throws IOException {
        Path target = Files.createTempDirectory(folder, "rows").resolve("parquet");
        rows.coalesce(1)
                .write()
                .option("compression", "none")
                .option("parquet.block.size", 1024)
                .option("parquet.block.size.row.check.min", 50)
                .option("parquet.page.size.row.check.min", 50)
                .parquet(target.toString());
        try (var files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
