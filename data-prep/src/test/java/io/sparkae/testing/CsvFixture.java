package io.sparkae.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Small CSV files in Kaggle's format, good or with faults put in. */
public final class CsvFixture {
    private final List<String> lines = new ArrayList<>();

    /** {@code label,pixel0,…,pixel783}. */
    public static String header() {
        return "label," + pixelNames();
    }

    /** {@code pixel0,…,pixel783}. */
    public static String pixelNames() {
        return IntStream.range(0, 784).mapToObj(i -> "pixel" + i).collect(Collectors.joining(","));
    }

    /** The pixels of a row of noise, decided by its number. */
    public static int[] pixels(int row) {
        return new SplittableRandom(row).ints(784, 0, 256).toArray();
    }

    /** A good line: label {@code row % 10} and noise. */
    public static String row(int row) {
        return row % 10 + "," + join(pixels(row));
    }

    /** Pixels as CSV. */
    public static String join(int[] pixels) {
        return IntStream.of(pixels).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    /** Adds a line as it is. */
    public CsvFixture line(String line) {
        lines.add(line);
        return this;
    }

    /** Adds good rows. */
    public CsvFixture rows(int from, int to) {
        IntStream.range(from, to).forEach(row -> lines.add(row(row)));
        return this;
    }

    /** Writes the lines; gzipped if the name ends in {@code .gz}. */
    public Path write(Path file) throws IOException {
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            for (String line : lines) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
