package io.sparkae.ingest.generate;

import io.sparkae.files.AtomicFile;
import io.sparkae.files.InputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.ingest.generate.GeneratedKind.RowGenerator;
import io.sparkae.rows.Split;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes generated rows as a gzipped CSV file in Kaggle's format: the rows that ingest would generate itself. */
public final class GeneratedCsv {
    private static final int ROWS_PER_BLOCK = 256;
    /** For each core: 0.8 MB of text each, at most, for images of 28 × 28 pixels. */
    private static final int BLOCKS_AHEAD = 3;

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
            GZIPOutputStream gzip = new GZIPOutputStream(plain, 1 << 16);
            gzip.write(header(kind.size().pixels()));
            writeRows(kind.generator(seed, split), kind.size().pixels(), rows, gzip);
            gzip.finish();
        };
    }

    private static byte[] header(int pixels) {
        StringBuilder line = new StringBuilder("label");
        for (int i = 0; i < pixels; i++) {
            line.append(",pixel").append(i);
        }
        return line.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** All cores draw blocks of rows, a few ahead of this thread, which compresses them in order. */
    private static void writeRows(RowGenerator generator, int pixels, int rows, OutputStream out) throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(cores);
        try {
            Queue<Future<byte[]>> ahead = new ArrayDeque<>();
            int next = 0;
            while (next < rows || !ahead.isEmpty()) {
                while (next < rows && ahead.size() < BLOCKS_AHEAD * cores) {
                    int from = next;
                    int to = Math.min(rows, from + ROWS_PER_BLOCK);
                    ahead.add(workers.submit(() -> lines(generator, pixels, from, to)));
                    next = to;
                }
                out.write(ahead.remove().get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("rows could not be drawn", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while rows were drawn");
        } finally {
            workers.shutdownNow();
        }
    }

    /** The lines of some rows, at most four characters a pixel, label and line feed included. */
    private static byte[] lines(RowGenerator generator, int pixels, int from, int to) {
        byte[] image = new byte[pixels];
        byte[] text = new byte[(to - from) * (4 * pixels + 4)];
        int at = 0;
        for (int row = from; row < to; row++) {
            at = decimal(generator.draw(row, image, 0), text, at);
            for (byte pixel : image) {
                text[at++] = ',';
                at = decimal(pixel & 0xFF, text, at);
            }
            text[at++] = '\n';
        }
        return Arrays.copyOf(text, at);
    }

    /**
     * @param value 0–255
     * @return the position behind its digits
     */
    private static int decimal(int value, byte[] text, int offset) {
        int at = offset;
        if (value >= 100) {
            text[at++] = (byte) ('0' + value / 100);
        }
        if (value >= 10) {
            text[at++] = (byte) ('0' + value / 10 % 10);
        }
        text[at++] = (byte) ('0' + value % 10);
        return at;
    }
}
