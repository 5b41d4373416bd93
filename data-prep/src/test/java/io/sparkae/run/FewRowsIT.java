package io.sparkae.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.rows.FirstRows;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowsById;
import io.sparkae.rows.Split;
import io.sparkae.rows.parquet.RowTableFile;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@link FirstRows} and {@link RowsById}. A row's only feature says where it is: its id, and 1000 more in the test rows. */
@ExtendWith(SharedSpark.class)
class FewRowsIT {
    @TempDir
    Path folder;

    private SparkSession spark;
    private Manifest manifest;

    @BeforeEach
    void write(SparkSession session) throws IOException {
        spark = session;
        List<OutputFile> files = new ArrayList<>();
        files.add(file("train/part-00000.parquet", 0, 7, 3, 5));
        files.add(file("train/part-00001.parquet", 0, 1, 9, 8));
        files.add(file("validation/part-00000.parquet", 0, 2));
        files.add(file("test/part-00000.parquet", 1000, 9, 2, 7));
        manifest = new Manifest(
                "ingest",
                "",
                Map.of(),
                List.of(),
                Map.of("train", 6L, "validation", 1L, "test", 3L),
                Map.of(),
                files,
                Map.of(),
                Metrics.NONE,
                Map.of(),
                "",
                0);
    }

    @Test
    void theFirstRowsGoOnFromFileToFile() {
        RowBlock rows = FirstRows.of(spark, hadoop(folder), manifest, Split.TRAIN, "features", 5);

        assertArrayEquals(new long[] {7, 3, 5, 1, 9}, rows.ids());
        assertArrayEquals(new float[] {7, 3, 5, 1, 9}, rows.values());
        assertArrayEquals(new int[] {7, 3, RowBlock.NO_LABEL, 1, 9}, rows.labels());
        assertEquals(
                6,
                FirstRows.of(spark, hadoop(folder), manifest, Split.TRAIN, "features", 100)
                        .rows());
    }

    @Test
    void theLastFileIsNotReadForRowsOfTheFirst() throws IOException {
        Files.write(folder.resolve("train/part-00001.parquet"), new byte[] {1, 2, 3});

        assertArrayEquals(
                new long[] {7, 3, 5},
                FirstRows.of(spark, hadoop(folder), manifest, Split.TRAIN, "features", 3)
                        .ids());
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

        assertTrue(failure.getMessage().startsWith("no row 3 among the rows of test:"), failure.getMessage());
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

    private RowBlock byId(List<Split> splits, long... ids) {
        return RowsById.of(spark, hadoop(folder), manifest, splits, "features", ids);
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
