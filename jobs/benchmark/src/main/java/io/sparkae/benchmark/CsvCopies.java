package io.sparkae.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Other forms of a CSV file. */
final class CsvCopies {
    private CsvCopies() {}

    /** The same file gzipped. */
    static Path gzipped(Path csv, Path folder) throws IOException {
        Path copy = folder.resolve("train.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(copy), 1 << 16)) {
            Files.copy(csv, out);
        }
        return copy;
    }

    /** Its rows so many times over, below one header. */
    static Path repeated(Path csv, Path folder, int times) throws IOException {
        Path copy = folder.resolve("train-" + times + ".csv");
        int header;
        try (BufferedReader reader = Files.newBufferedReader(csv, StandardCharsets.UTF_8)) {
            header = reader.readLine().getBytes(StandardCharsets.UTF_8).length + 1;
        }
        try (OutputStream out = Files.newOutputStream(copy)) {
            for (int i = 0; i < times; i++) {
                try (var in = Files.newInputStream(csv)) {
                    in.skipNBytes(i == 0 ? 0 : header);
                    in.transferTo(out);
                }
            }
        }
        return copy;
    }
}
