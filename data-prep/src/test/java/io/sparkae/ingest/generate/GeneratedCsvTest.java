package io.sparkae.ingest.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.files.InputFile;
import io.sparkae.rows.Split;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedCsvTest {
    @TempDir
    Path folder;

    /** Drawn on all cores, the rows are in order, and compressed as one stream. */
    @Test
    void aFileIsAsOneThreadWritesIt() throws IOException {
        for (int rows : new int[] {1, 255, 256, 257, 2500}) {
            assertArrayEquals(oneThread(rows), written(GeneratedKind.DIGITS, rows), rows + " rows");
        }
    }

    /** Whoever has generated files before finds the same again; hashes of what the first version wrote. */
    @Test
    void aSeedGivesTheSameRowsForEver() throws IOException {
        assertEquals("7b7acf17517960660c69f0be24c55795d765aa6cc2d451638f9b87e528a7017f", hash(GeneratedKind.DIGITS));
        assertEquals("9cc92735e22c0b7ce6ed27d7cf8c264c642225db74e06d485c83acf0b1b28d14", hash(GeneratedKind.PLANE));
    }

    private String hash(GeneratedKind kind) throws IOException {
        try (GZIPInputStream csv = new GZIPInputStream(new ByteArrayInputStream(written(kind, 3000)))) {
            return InputFile.hashOf(csv.readAllBytes());
        }
    }

    private byte[] written(GeneratedKind kind, int rows) throws IOException {
        Path file = folder.resolve(kind + "-" + rows + ".csv.gz");
        GeneratedCsv.write(
                kind, 42, Split.TEST, rows, new org.apache.hadoop.fs.Path(file.toUri()), new Configuration(false));
        return Files.readAllBytes(file);
    }

    private static byte[] oneThread(int rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            StringBuilder line = new StringBuilder("label");
            for (int i = 0; i < 784; i++) {
                line.append(",pixel").append(i);
            }
            DigitGenerator generator = new DigitGenerator(42, Split.TEST);
            byte[] image = new byte[784];
            for (int row = 0; row < rows; row++) {
                out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
                line.setLength(0);
                line.append(generator.draw(row, image, 0));
                for (byte pixel : image) {
                    line.append(',').append(Byte.toUnsignedInt(pixel));
                }
            }
            out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }
}
