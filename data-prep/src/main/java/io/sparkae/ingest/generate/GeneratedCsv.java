package io.sparkae.ingest.generate;

import io.sparkae.files.AtomicFile;
import io.sparkae.files.InputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.ingest.generate.GeneratedKind.RowGenerator;
import io.sparkae.rows.Split;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes generated rows as a gzipped CSV file in Kaggle's format: the rows that ingest would generate itself. */
public final class GeneratedCsv {
    private GeneratedCsv() {}

    /**
     * Writes one file, which appears under its name when it is whole and replaces one that is there.
     *
     * @param kind of rows
     * @param seed decides them
     * @param split training or test, which have separate random streams
     * @param rows number of rows
     * @param file to write
     */
    public static void write(GeneratedKind kind, long seed, Split split, int rows, Path file, Configuration conf)
            throws IOException {
        AtomicFile.write(file.getFileSystem(conf), file, content(kind, seed, split, rows));
    }

    /**
     * Whether the file exists with the content that would be written.
     *
     * @throws StageOutputException if a file of that name has other content
     */
    public static boolean isThere(GeneratedKind kind, long seed, Split split, int rows, Path file, Configuration conf)
            throws IOException {
        FileSystem fs = file.getFileSystem(conf);
        if (!fs.exists(file)) {
            return false;
        }
        if (!InputFile.isContent(fs, file, content(kind, seed, split, rows))) {
            throw new StageOutputException(file + " exists with other content: give another"
                    + " --output, move it away, or write over it with --force");
        }
        return true;
    }

    private static AtomicFile.Content content(GeneratedKind kind, long seed, Split split, int rows) {
        return plain -> {
            GZIPOutputStream gzip = new GZIPOutputStream(plain);
            OutputStream out = new BufferedOutputStream(gzip, 1 << 16);
            writeRows(kind.generator(seed, split), kind.size().pixels(), rows, out);
            out.flush();
            gzip.finish();
        };
    }

    private static void writeRows(RowGenerator generator, int pixels, int rows, OutputStream out) throws IOException {
        StringBuilder line = new StringBuilder("label");
        for (int i = 0; i < pixels; i++) {
            line.append(",pixel").append(i);
        }
        byte[] image = new byte[pixels];
        for (int row = 0; row < rows; row++) {
            out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
            line.setLength(0);
            line.append(generator.draw(row, image, 0));
            for (byte pixel : image) {
                line.append(',').append(pixel & 0xFF);
            }
        }
        out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
    }
}
