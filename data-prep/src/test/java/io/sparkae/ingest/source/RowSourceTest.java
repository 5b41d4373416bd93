package io.sparkae.ingest.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a location, formats by content, and incompatible files. */
class RowSourceTest {
    private static final String ONE = "label,pixel0\n3,7\n";
    private static final String TWO = "pixel0\n8\n9\n";

    @TempDir
    Path folder;

    @Test
    void aFolderIsReadInNameOrderWithoutWhatIsHidden() throws IOException {
        write("b.csv", TWO);
        write("a.csv", ONE);
        write("_SUCCESS", "");
        write(".a.csv.swp", "\0");
        Files.createDirectory(folder.resolve("c"));
        write("c/deep.csv", "not looked at");

        assertEquals(List.of("2 3|7", "2 -|8", "3 -|9"), rows(folder));
    }

    @Test
    void aGlobIsReadInNameOrderWithoutWhatIsHidden() throws IOException {
        write("part-1", TWO);
        write("part-0", ONE);
        write("_SUCCESS", "");
        write(".part-0.swp", "\0");

        assertEquals(List.of("2 3|7", "2 -|8", "3 -|9"), rows(folder.resolve("part-*")));
        assertEquals(List.of("2 3|7", "2 -|8", "3 -|9"), rows(folder.resolve("*")));
        assertEquals(List.of("2 3|7", "2 -|8", "3 -|9"), rows(folder.resolve("part-{0,1}")));
    }

    @Test
    void aGlobMayMatchOneFile() throws IOException {
        Path file = write("part-0", ONE);

        assertEquals(List.of("2 3|7"), rows(folder.resolve("part-*")));
        assertEquals(
                List.of(file.toString()),
                ReadRows.open(ReadRows.DEFAULTS, folder.resolve("part-*")).inputs().stream()
                        .map(InputPath::name)
                        .toList());
    }

    @Test
    void aHiddenFileThatIsNamedIsRead() throws IOException {
        assertEquals(List.of("2 3|7"), rows(write("_mine.csv", ONE)));
    }

    @Test
    void labelsAreFoundBesideTheirImagesInAFolderAndByAGlob() throws IOException {
        IdxFixture.write(folder.resolve("train-images-idx3-ubyte.gz"), IdxFixture.images(2, 1, 1));
        IdxFixture.write(folder.resolve("train-labels-idx1-ubyte.gz"), IdxFixture.labels(2));

        assertEquals(List.of("1 0|0", "2 1|1"), rows(folder));
        assertEquals(List.of("1 0|0", "2 1|1"), rows(folder.resolve("train-*")));
    }

    @Test
    void aListIsReadInItsOrder() throws IOException {
        Path one = write("b.csv", ONE);
        Path two = write("a.csv", TWO);
        Path idx = IdxFixture.write(folder.resolve("images"), IdxFixture.images(1, 1, 1));

        assertEquals(List.of("2 3|7", "2 -|8", "3 -|9", "1 -|0"), rows(one, two, idx));
    }

    @Test
    void oddCharactersInNamesAreWhatTheyAre() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("my 100%25 data [1]"));
        Files.writeString(odd.resolve("a b.csv"), ONE);

        assertEquals(List.of("2 3|7"), rows(odd));
        assertEquals(List.of("2 3|7"), rows(odd.resolve("a b.csv")));
    }

    @Test
    void nothingThereIsSaid() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        write("empty/_SUCCESS", "");

        assertEquals(empty + ": expected files in this folder, found none", refused(empty));
        for (String location : List.of("none.csv", "*.csv")) {
            assertEquals(
                    folder.resolve(location) + ": expected a file, a folder or a glob of files, found nothing there",
                    refused(folder.resolve(location)));
        }
    }

    @Test
    void theContentTellsHowAFileIsPackedNotItsName() throws IOException {
        assertEquals(List.of("2 3|7"), rows(write("packed.csv", IdxFixture.gzip(ascii(ONE)))));
        assertEquals(List.of("2 3|7"), rows(write("plain.csv.gz", ascii(ONE))));
        assertEquals(List.of("2 3|7"), rows(write("plain.bz2", ascii(ONE))));
        assertEquals(List.of("2 3|7"), rows(write("rows.csv.bz2", bzip2(ONE))));
        assertEquals(List.of("2 3|7"), rows(write("rows.gz", bzip2(ONE))));
    }

    @Test
    void packedFilesOfManyMembersAreReadToTheirEnd() throws IOException {
        assertEquals(
                List.of("2 3|7", "3 4|5"),
                rows(write("rows.csv.gz", concat(IdxFixture.gzip(ascii(ONE)), IdxFixture.gzip(ascii("4,5\n"))))));
        assertEquals(List.of("2 3|7", "3 4|5"), rows(write("rows.csv.bz2", concat(bzip2(ONE), bzip2("4,5\n")))));
    }

    @Test
    void packedFilesThatAreCutOrFollowedByOtherBytesAreRefused() throws IOException {
        byte[] gzip = IdxFixture.gzip(ascii(ONE + "1,1\n".repeat(1000)));
        byte[] bzip2 = bzip2(ONE + "1,1\n".repeat(1000));
        for (byte[] bytes : List.of(
                Arrays.copyOf(gzip, 15),
                Arrays.copyOf(gzip, gzip.length - 1),
                concat(gzip, ascii("1,1\n")),
                Arrays.copyOf(bzip2, 10),
                Arrays.copyOf(bzip2, bzip2.length - 1))) {
            Path file = write("rows", bytes);

            String message = refused(file);

            assertTrue(message.startsWith(file + ": could not be unpacked to its end ("), message);
        }
    }

    @Test
    void otherTextThanUtf8IsSaid() throws IOException {
        Path file = write("rows.csv", ("\uFEFF" + ONE).getBytes(StandardCharsets.UTF_16LE));

        assertEquals(file + ": expected text in UTF-8, found UTF-16; save it as CSV in UTF-8", refused(file));
    }

    @Test
    void oneLocationHasOneFormat() throws IOException {
        write("a.csv", ONE);
        Path idx = IdxFixture.write(folder.resolve("b-images-idx3-ubyte"), IdxFixture.images(1, 1, 1));

        assertEquals(folder + ": expected files of one format, found CSV and, in " + idx + ", IDX", refused(folder));
    }

    @Test
    void imagesOfDifferentSizesAreRefused() throws IOException {
        Path one = write("a.csv", ONE);
        Path four = write("b.csv", header(4));
        Path wide = IdxFixture.write(folder.resolve("wide"), IdxFixture.images(1, 5, 7));
        Path high = IdxFixture.write(folder.resolve("high"), IdxFixture.images(1, 7, 5));

        assertEquals(four + ": found 4 pixels an image, expected 1 as in " + one, refused(one, four));
        assertEquals(high + ": found images of 7 × 5 pixels, expected 5 × 7 as in " + wide, refused(wide, high));
    }

    @Test
    void imagesThatAreNotSquareNeedASize() throws IOException {
        Path file = write("a.csv", header(35));

        assertEquals(
                file + ": found 35 pixels an image, expected a square number; if images are not square, set"
                        + " data.image-height and data.image-width",
                refused(file));
        assertEquals(new ImageSize(5, 7), size(file, 5, 7));
        assertEquals(new ImageSize(7, 5), size(file, 7, 0));
        assertEquals(new ImageSize(7, 5), size(file, 0, 5));
        assertEquals(
                file + ": found 35 pixels an image, expected what data.image-height and data.image-width say, 6 × any",
                refused(new SourceSettings(6, 0, 10, true), file));
        assertTrue(refused(new SourceSettings(6, 6, 10, true), file).contains("missing: \"pixel35\""));
    }

    private static ImageSize size(Path file, int height, int width) throws IOException {
        return ReadRows.open(new SourceSettings(height, width, 10, true), file).size();
    }

    private static List<String> rows(Path... locations) throws IOException {
        return ReadRows.texts(ReadRows.DEFAULTS, locations);
    }

    private static String refused(Path... locations) {
        return refused(ReadRows.DEFAULTS, locations);
    }

    private static String refused(SourceSettings settings, Path... locations) {
        return assertThrows(BadInputException.class, () -> ReadRows.texts(settings, locations))
                .getMessage();
    }

    private static String header(int pixels) {
        return String.join(
                        ",",
                        IntStream.range(0, pixels).mapToObj(i -> "pixel" + i).toList()) + "\n";
    }

    private static byte[] bzip2(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new BZip2CompressorOutputStream(packed)) {
            out.write(ascii(text));
        }
        return packed.toByteArray();
    }

    private static byte[] concat(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Path write(String name, String content) throws IOException {
        return write(name, ascii(content));
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
