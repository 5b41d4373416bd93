package io.sparkae.ingest.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of other formats, archives and compressions are called by their names. */
class ForeignFormatTest {
    private static final String FORMATS = ": expected CSV, IDX or Parquet, found ";

    @TempDir
    Path folder;

    static Stream<Arguments> packed() {
        return Stream.of(
                Arguments.of("zstd", "(\u00B5/\u00FD\4"),
                Arguments.of("zstd", "\u0050*M\u0018\4\0\0\0"),
                Arguments.of("LZ4", "\4\"M\u0018d@"),
                Arguments.of("xz", "\u00FD7zXZ\0\0\4"),
                Arguments.of("Snappy", "\u00FF\6\0\0sNaPpY"),
                Arguments.of("compress", "\u001F\u009D\u0090"));
    }

    @ParameterizedTest
    @MethodSource("packed")
    void otherPackingIsToldByTheContentWhateverTheName(String packing, String start) throws IOException {
        for (String name : List.of("rows.csv", "rows.csv.zst", "rows.csv.lz4", "rows.csv.xz", "rows", "rows.snappy")) {
            Path file = write(name, latin(start + "garbage"));

            assertEquals(
                    file + FORMATS + "one packed by " + packing + "; unpack it, or pack it with gzip instead",
                    refused(file));
        }
    }

    static Stream<Arguments> formats() {
        String tar = "rows.csv" + "\0".repeat(249) + "ustar\00000" + "\0".repeat(247);
        String convert = "write the images as CSV, IDX or Parquet";
        return Stream.of(
                Arguments.of("7z\u00BC\u00AF'\u001C\0\4", "a 7z archive; unpack it and name what is in it"),
                Arguments.of(tar, "a tar archive; unpack it and name what is in it"),
                Arguments.of("\u0093NUMPY\1\0v\0{'descr': '|u1'}", "a NumPy array (npy); " + convert),
                Arguments.of("\u0080\4\u0095\20\0\0\0\0\0\0\0", "a Python pickle; " + convert),
                Arguments.of("5 153:3 154:18 155:18\n0 128:51\n", "a libsvm file (label index:value …); " + convert),
                Arguments.of("% MNIST\n\n@RELATION mnist\n@attribute a real\n", "an ARFF file; " + convert),
                Arguments.of("\u0089HDF\r\n\u001A\n", "an HDF5 file; " + convert),
                Arguments.of("\u0089PNG\r\n\u001A\n", "a single PNG picture; " + convert),
                Arguments.of("[{\"label\": 3}]\n", "a JSON file; " + convert),
                Arguments.of("<!DOCTYPE html>\n<html>", "a web page; fetch the file itself"),
                Arguments.of(
                        "version https://git-lfs.github.com/spec/v1\noid sha256:00\n",
                        "a pointer to a file in Git LFS; fetch the file itself"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void otherFormatsAreCalledByTheirNames(String start, String found) throws IOException {
        Path file = write("rows.csv", latin(start));
        Path packed = Files.write(folder.resolve("rows.csv.gz"), IdxFixture.gzip(latin(start)));

        assertEquals(file + FORMATS + found, refused(file));
        assertEquals(packed + FORMATS + found, refused(packed));
    }

    @Test
    void zipArchivesAreToldFromNumPysArrays() throws IOException {
        Path npz = write("imgs.npz", zip("x_train.npy"));
        Path zip = write("rows.csv", zip("train.csv"));

        assertEquals(npz + FORMATS + "NumPy arrays (npz); write the images as CSV, IDX or Parquet", refused(npz));
        assertEquals(zip + FORMATS + "a zip archive; unpack it and name what is in it", refused(zip));
    }

    @Test
    void whatIsNoTextIsSaidToBeNone() throws IOException {
        Path file = write("rows.csv", new byte[] {(byte) 0xC8, 1, 2, 3, 0, 7, 9, 9, 10, 4});

        assertEquals(file + ": expected CSV, IDX or Parquet, found binary data", refused(file));
        assertEquals(
                file + ": expected CSV, IDX or Parquet, found binary data",
                refused(new SourceSettings(0, 0, 10, false), file));
    }

    private static byte[] zip(String entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(new byte[100]);
        }
        return bytes.toByteArray();
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static String refused(Path location) {
        return refused(ReadRows.DEFAULTS, location);
    }

    private static String refused(SourceSettings settings, Path location) {
        return assertThrows(BadInputException.class, () -> ReadRows.texts(settings, location))
                .getMessage();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
