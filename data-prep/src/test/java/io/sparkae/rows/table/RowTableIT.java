package io.sparkae.rows.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row's only feature is its id, plus 1000 in the test rows. */
@ExtendWith(SharedSpark.class)
class RowTableIT {
    @TempDir
    Path folder;

    private SparkSession spark;
    private List<OutputFile> files;

    @BeforeEach
    void write(SparkSession session) throws IOException {
        spark = session;
        files = new ArrayList<>();
        files.add(file("train/part-00000.parquet", 0, 7, 3, 5));
        files.add(file("train/part-00001.parquet", 0, 1, 9, 8));
        files.add(file("validation/part-00000.parquet", 0, 2));
        files.add(file("test/part-00000.parquet", 1000, 9, 2, 7));
    }

    @Test
    void theFirstRowsGoOnFromFileToFile() {
        RowBlock rows = table(Split.TRAIN).first(5);

        assertArrayEquals(new long[] {7, 3, 5, 1, 9}, rows.ids());
        assertArrayEquals(new float[] {7, 3, 5, 1, 9}, rows.values());
        assertArrayEquals(new int[] {7, 3, RowBlock.NO_LABEL, 1, 9}, rows.labels());
        assertEquals(6, table(Split.TRAIN).first(100).rows());
    }

    @Test
    void theLastFileIsNotReadForRowsOfTheFirst() throws IOException {
        Files.write(folder.resolve("train/part-00001.parquet"), new byte[] {1, 2, 3});

        assertArrayEquals(new long[] {7, 3, 5}, table(Split.TRAIN).first(3).ids());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7})
    void rowsAreSpreadEvenlyInOrder(int partitions) throws IOException {
        List<List<RowBlock>> parts =
                table(Split.TRAIN).blocks(partitions).glom().collect();

        assertEquals(partitions, parts.size());
        List<Long> ids = new ArrayList<>();
        for (List<RowBlock> part : parts) {
            int rows = part.stream().mapToInt(RowBlock::rows).sum();
            assertTrue(rows == 6 / partitions || rows == 6 / partitions + 1, "rows of a partition: " + rows);
            part.forEach(block -> LongStream.of(block.ids()).forEach(ids::add));
        }
        assertEquals(List.of(7L, 3L, 5L, 1L, 9L, 8L), ids);
    }

    @Test
    void rowsComeInTheOrderAskedForAndFromTheSplitsNamed() {
        RowBlock training = byId(List.of(Split.TRAIN, Split.VALIDATION), 9, 2, 7, 9);
        RowBlock test = byId(List.of(Split.TEST), 7, 9, 2);

        assertArrayEquals(new long[] {9, 2, 7, 9}, training.ids());
        assertArrayEquals(new float[] {9, 2, 7, 9}, training.values());
        assertArrayEquals(new float[] {1007, 1009, 1002}, test.values());
    }

    @Test
    void aRowThatIsNotThereIsSaidSo() {
        StageOutputException failure = assertThrows(StageOutputException.class, () -> byId(List.of(Split.TEST), 9, 3));

        String message = failure.getMessage();
        assertTrue(message.startsWith("no row 3 in ") && message.contains("/test:"), message);
    }

    @Test
    void noRowsAreNone() {
        assertEquals(0, byId(List.of(Split.TEST)).rows());
    }

    @Test
    void aFlippedBitIsAnError() throws IOException {
        Path file = folder.resolve("test/part-00000.parquet");
        Files.delete(file);
        file("test/part-00000.parquet", 0, LongStream.range(0, 5000).toArray()); // far more pages than footer
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Files.deleteIfExists(file.resolveSibling(".part-00000.parquet.crc")); // Hadoop's own, for local files only

        assertThrows(Exception.class, () -> byId(List.of(Split.TEST), 9));
    }

    private RowTable table(Split split) {
        return new RowTable(spark, hadoop(folder), files, split, "features");
    }

    private RowBlock byId(List<Split> splits, long... ids) {
        return RowTable.byId(splits.stream().map(this::table).toList(), ids);
    }

    /** Labels are ids but for row 5, which has none. */
    private OutputFile file(String name, int shift, long... ids) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        float[] features = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            features[i] = ids[i] + shift;
        }
        int[] labels = LongStream.of(ids)
                .mapToInt(id -> id == 5 ? RowBlock.NO_LABEL : (int) id)
                .toArray();
        try (RowTableFile table = new RowTableFile(hadoop(file), 1, new Configuration())) {
            table.write(ids, labels, features);
            table.finish();
        }
        return new OutputFile(name, Files.size(file), (long) ids.length, null);
    }

    private static org.apache.hadoop.fs.Path hadoop(Path file) {
        return new org.apache.hadoop.fs.Path(file.toString());
    }
}
