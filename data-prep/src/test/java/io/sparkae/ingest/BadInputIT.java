package io.sparkae.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.BadInputException;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageSettings;
import io.sparkae.run.StageTransaction;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Bad rows and bad files through the whole stage. */
@ExtendWith(SharedSpark.class)
class BadInputIT {
    private static final String HEADER = "label,pixel0,pixel1,pixel2,pixel3\n";

    @TempDir
    Path folder;

    private SparkSession spark;
    private Path test;

    @BeforeEach
    void writeTestFile(SparkSession session) throws IOException {
        spark = session;
        test = Files.writeString(folder.resolve("test.csv"), HEADER + "1,2,3,4,5\n");
    }

    /** Each row of damaged files is in a split or in the rejected rows, with file and line. */
    @Test
    void eachLineOfDamagedFilesIsEitherInTheDatasetOrPutAside() throws Exception {
        Map<String, String> rejected = new TreeMap<>();
        Map<Long, String> accepted = new TreeMap<>();
        Path parts = Files.createDirectory(folder.resolve("parts"));
        SplittableRandom random = new SplittableRandom(5);
        long id = 0;
        for (String name : List.of("a.csv", "b.csv.gz", "c.csv")) {
            StringBuilder content = new StringBuilder(HEADER);
            for (int row = 0; row < 1500; row++, id++) { // more than a block holds
                String line = random.nextInt(10) + "," + random.nextInt(256) + ",7,8," + random.nextInt(256);
                if (random.nextInt(4) == 0) {
                    int at = random.nextInt(line.length());
                    line = line.substring(0, at) + "x#-, \0".charAt(random.nextInt(6)) + line.substring(at + 1);
                }
                content.append(line).append(random.nextInt(3) == 0 ? "\r\n" : "\n");
                if (line.matches("[0-9](,[0-9]{1,3}){4}")
                        && Arrays.stream(line.split(",")).allMatch(field -> Integer.parseInt(field) < 256)) {
                    accepted.put(id, line.substring(2));
                } else {
                    rejected.put(name + " " + (row + 2), line);
                }
            }
            write(parts.resolve(name), content.toString().getBytes(StandardCharsets.ISO_8859_1));
        }

        Manifest manifest = ingest(parts, "ingest.max-rejected-fraction=1", "ingest.scaling=none");

        assertEquals(rejected.keySet(), rejectedRows());
        assertEquals(accepted, rowsOf("train", "validation"));
        assertTrue(rejected.size() > 500 && accepted.size() > 2000, "both: " + rejected.size());
        assertEquals(
                4500,
                manifest.rows().values().stream().mapToLong(Long::longValue).sum() - 1);
        assertEquals((long) rejected.size(), manifest.rows().get("rejected"));
    }

    @Test
    void aLabelOutOfRangeInAnIdxFileIsPutAside() throws Exception {
        Path images = write(folder.resolve("x-images-idx3-ubyte"), idx(0x803, new int[] {3, 2, 2}, 12));
        write(folder.resolve("x-labels-idx1-ubyte.gz"), idx(0x801, new int[] {3}, 3)); // 0, 1, 2

        Manifest manifest = ingest(images, "ingest.max-rejected-fraction=0.5", "data.classes=2");

        assertEquals(1, manifest.rows().get("rejected"));
        assertEquals(new TreeSet<>(List.of("x-images-idx3-ubyte 3")), rejectedRows());
    }

    @Test
    void damagedFilesFailTheStageInOneLineAndLeaveNothing() throws Exception {
        byte[] csv = (HEADER + "1,2,3,4,5\n".repeat(5000)).getBytes(StandardCharsets.US_ASCII);
        Path cutCsv = cut(write(folder.resolve("cut.csv.gz"), csv));
        Path cutIdx = cut(write(folder.resolve("cut-images-idx3-ubyte.gz"), idx(0x803, new int[] {5000, 2, 2}, 20000)));
        Path longIdx = write(folder.resolve("long-images-idx3-ubyte.gz"), idx(0x803, new int[] {2, 2, 2}, 9));

        assertTrue(refused(cutCsv).startsWith(cutCsv + ": could not be unpacked to its end ("), refused(cutCsv));
        assertTrue(refused(cutIdx).startsWith(cutIdx + ": could not be unpacked to its end ("), refused(cutIdx));
        assertEquals(longIdx + ": expected 2 items, as its header says, found more bytes after them", refused(longIdx));
        try (var left = Files.list(folder.resolve("run"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void trainingAndTestImagesMustBeOfOneSize() throws Exception {
        Path wide = write(folder.resolve("wide"), idx(0x803, new int[] {1, 5, 7}, 35));
        Path high = write(folder.resolve("high"), idx(0x803, new int[] {1, 7, 5}, 35));

        assertEquals(test + ": found 4 pixels an image, expected 35 as in " + wide, refused(wide));
        test = high;
        assertEquals(high + ": found images of 7 × 5 pixels, expected 5 × 7 as in " + wide, refused(wide));
    }

    /** Rows by their ids, pixels as in the file. */
    private Map<Long, String> rowsOf(String... splits) {
        Map<Long, String> rows = new TreeMap<>();
        for (String split : splits) {
            for (Row row : spark.read()
                    .parquet(folder.resolve("run/dataset").resolve(split).toString())
                    .select("id", "features")
                    .collectAsList()) {
                List<String> pixels = row.<Float>getList(1).stream()
                        .map(pixel -> Integer.toString(pixel.intValue()))
                        .toList();
                rows.put(row.getLong(0), String.join(",", pixels));
            }
        }
        return rows;
    }

    /** Files and lines. */
    private TreeSet<String> rejectedRows() {
        TreeSet<String> rows = new TreeSet<>();
        spark.read()
                .json(folder.resolve("run/dataset/rejected").toString())
                .select("file", "row")
                .collectAsList()
                .forEach(row -> rows.add(Path.of(row.getString(0)).getFileName() + " " + row.getLong(1)));
        return rows;
    }

    private String refused(Path train) {
        return assertThrows(BadInputException.class, () -> ingest(train)).getMessage();
    }

    private Manifest ingest(Path train, String... pairs) throws IOException {
        List<String> all = new ArrayList<>(List.of("data.train=" + train, "data.test=" + test));
        all.addAll(List.of(pairs));
        Settings settings = Settings.load(List.of(), all);
        SettingsReader reader = settings.reader();
        IngestSettings ingest = IngestSettings.read(reader);
        reader.check();
        try (RunLocks locks = new RunLocks()) {
            RunFolder run = locks.hold(RunFolder.at(folder.resolve("run").toString(), new Configuration()));
            IngestStage stage = new IngestStage(spark, run, StageSettings.from(settings), ingest);
            return new StageTransaction(run).run(stage, true).manifest();
        } catch (Exception e) { // Spark throws its checked SparkException undeclared
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (t instanceof BadInputException bad) {
                    throw bad;
                }
            }
            throw e;
        }
    }

    /** An IDX file whose values count up from 0. */
    private static byte[] idx(int magic, int[] sizes, int bytes) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * sizes.length + bytes).putInt(magic);
        Arrays.stream(sizes).forEach(file::putInt);
        for (int i = 0; i < bytes; i++) {
            file.put((byte) i);
        }
        return file.array();
    }

    private static Path write(Path file, byte[] bytes) throws IOException {
        try (var plain = Files.newOutputStream(file);
                var out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            out.write(bytes);
        }
        return file;
    }

    private static Path cut(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }
}
