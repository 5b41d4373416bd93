package io.sparkae.ingest.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Valid and invalid CSV content and its result. Images have 2 × 2 pixels; files are Latin-1. */
class CsvCatalogueTest {
    private static final String HEADER = "label,pixel0,pixel1,pixel2,pixel3";
    private static final String MARK = "\u00EF\u00BB\u00BF"; // the bytes of UTF-8's byte order mark

    @TempDir
    Path folder;

    static Stream<Arguments> goodFiles() {
        return Stream.of(
                arguments("LF", HEADER + "\n3,0,1,2,255\n4,5,6,7,8\n"),
                arguments("no line break at the end", HEADER + "\n3,0,1,2,255\n4,5,6,7,8"),
                arguments("CR LF", HEADER + "\r\n3,0,1,2,255\r\n4,5,6,7,8\r\n"),
                arguments("CR LF, cut before the last LF", HEADER + "\r\n3,0,1,2,255\r\n4,5,6,7,8\r"),
                arguments("both line ends", HEADER + "\n3,0,1,2,255\r\n4,5,6,7,8\n"),
                arguments("byte order mark", MARK + HEADER + "\n3,0,1,2,255\n4,5,6,7,8\n"),
                arguments(
                        "byte order mark, quoted header, CR LF",
                        MARK + "\"label\",\"pixel0\",\"pixel1\",\"pixel2\",\"pixel3\"\r\n3,0,1,2,255\r\n4,5,6,7,8\r\n"),
                arguments("spaces in the header", " label , pixel0, pixel1,pixel2,pixel3 \n3,0,1,2,255\n4,5,6,7,8\n"),
                arguments("another order", "pixel3,pixel1,label,pixel0,pixel2\n255,1,3,0,2\n8,6,4,5,7\n"),
                arguments("label last", "pixel0,pixel1,pixel2,pixel3,label\n0,1,2,255,3\n5,6,7,8,4\n"),
                arguments("Fashion-MNIST's names", "label,pixel1,pixel2,pixel3,pixel4\n3,0,1,2,255\n4,5,6,7,8\n"),
                arguments(
                        "Fashion-MNIST's in another order",
                        "pixel4,pixel2,label,pixel1,pixel3\n255,1,3,0,2\n8,6,4,5,7\n"),
                arguments("names by row and column", "label,1x1,1x2,2x1,2x2\n3,0,1,2,255\n4,5,6,7,8\n"),
                arguments("these in another order", "2x2,1x2,label,1x1,2x1\n255,1,3,0,2\n8,6,4,5,7\n"),
                arguments("leading zeros", HEADER + "\n003,000,001,02,255\n4,5,06,007,8\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFiles")
    void allOfAGoodFileComesIn(String name, String content) throws IOException {
        assertEquals(List.of("2 3|0 1 2 255", "3 4|5 6 7 8"), rows(content));
    }

    @Test
    void rowsWithoutLabelsComeIn() throws IOException {
        assertEquals(List.of("2 -|0 1 2 255"), rows("pixel0,pixel1,pixel2,pixel3\n0,1,2,255\n"));
        assertEquals(List.of("2 -|0 1 2 255"), rows("1x1,1x2,2x1,2x2\r\n0,1,2,255"));
    }

    @Test
    void withoutAHeaderTheFirstLineIsARow() throws IOException {
        SourceSettings headerless = new SourceSettings(0, 0, 10, false);
        Path file = write(MARK + "3,0,1,2,255\n4,5,6,7\n");

        assertEquals(
                List.of("1 3|0 1 2 255", "2 wrong number of pixels: expected 4 pixels, found 3"),
                ReadRows.texts(headerless, file));
    }

    @Test
    void aHeaderAloneHasNoRows() throws IOException {
        assertEquals(List.of(), rows(HEADER));
        assertEquals(List.of(), rows(MARK + HEADER + "\r\n"));
    }

    @Test
    void asManyClassesAsTheSettingsSayCanBeLabelled() throws IOException {
        Path file = write(HEADER + "\n12345,0,1,2,3\n12346,0,1,2,3\n0012,0,1,2,3\n");

        assertEquals(
                List.of(
                        "2 12345|0 1 2 3",
                        "3 label out of range: label: expected an integer in 0-12345 (see data.classes), found"
                                + " \"12346\"",
                        "4 12|0 1 2 3"),
                ReadRows.texts(new SourceSettings(0, 0, 12346, true), file));
    }

    static Stream<Arguments> badLines() {
        String count = "wrong number of pixels: expected 4 pixels, found ";
        String first = "pixel value not an integer in 0-255: pixel0: expected an integer in 0-255, found ";
        String last = first.replace("pixel0", "pixel3");
        String label = "label out of range: label: expected an integer in 0-9 (see data.classes), found ";
        String blank = "blank line: expected pixel values, found a blank line";
        String comment = "comment line: expected pixel values, found a line that begins with #";
        String names = "repeated header: expected pixel values, found column names again";
        return Stream.of(
                arguments("short", "5,1,2,3", count + 3),
                arguments("long", "5,1,2,3,4,5", count + 5),
                arguments("comma at the end", "5,1,2,3,4,", count + 5),
                arguments("one field", "5", count + 0),
                arguments("text", "what is this", count + 0),
                arguments("semicolons", "5;1;2;3;4", count + 0),
                arguments("tabs", "5\t1\t2\t3\t4", count + 0),
                arguments("short, its label and a pixel wrong too", "11,300,2,3", count + 3),
                arguments("empty field", "5,,2,3,4", first + "\"\""),
                arguments("empty last field", "5,1,2,3,", last + "\"\""),
                arguments("empty label", ",1,2,3,4", label + "\"\""),
                arguments("commas only", ",,,,", label + "\"\""),
                arguments("sign", "5,+5,2,3,4", first + "\"+5\""),
                arguments("exponent", "5,1e2,2,3,4", first + "\"1e2\""),
                arguments("decimal point", "5,3.0,2,3,4", first + "\"3.0\""),
                arguments("too large", "5,256,2,3,4", first + "\"256\""),
                arguments("too large at the end", "5,1,2,3,256", last + "\"256\""),
                arguments("larger than an int", "5,4294967297,2,3,4", first + "\"4294967297\""),
                arguments("negative", "5,-1,2,3,4", first + "\"-1\""),
                arguments("hexadecimal", "5,0x1,2,3,4", first + "\"0x1\""),
                arguments("four digits", "5,0001,2,3,4", first + "\"0001\""),
                arguments("NaN", "5,NaN,2,3,4", first + "\"NaN\""),
                arguments("space before", "5, 1,2,3,4", first + "\" 1\""),
                arguments("space after", "5,1,2,3,4 ", last + "\"4 \""),
                arguments("quoted", "5,\"1\",2,3,4", first + "\"\"1\"\""),
                arguments("quoted whole", "\"5,1,2,3,4\"", label + "\"\"5\""),
                arguments("label too large", "10,1,2,3,4", label + "\"10\""),
                arguments("label of four digits", "0005,1,2,3,4", label + "\"0005\""),
                arguments("label negative", "-1,1,2,3,4", label + "\"-1\""),
                arguments("label with decimals", "5.0,1,2,3,4", label + "\"5.0\""),
                arguments("Latin-1", "5,\u00E9,2,3,4", first + "\"\u00E9\""),
                arguments("superscript digit in Latin-1", "5,\u00B2,2,3,4", first + "\"\u00B2\""),
                arguments("byte order mark again", MARK + "5,1,2,3,4", label + "\"" + MARK + "5\""),
                arguments("NUL", "5,\0,2,3,4", first + "\"\\x00\""),
                arguments("NUL after a number", "5,1,2,3,4\0", last + "\"4\\x00\""),
                arguments("CR inside", "5,1\r,2,3,4", first + "\"1\\x0D\""),
                arguments("CR twice", "5,1,2,3,4\r\r", last + "\"4\\x0D\""),
                arguments("blank", "", blank),
                arguments("blank with CR", "\r", blank),
                arguments("spaces", " \t ", blank),
                arguments("comment", "# made by hand", comment),
                arguments("indented comment", "  # 5,1,2,3,4", comment),
                arguments("header again", HEADER, names),
                arguments("header again, CR", HEADER + "\r", names),
                arguments("header again, another order, quoted", "\"pixel1\",\"pixel0\",\"label\"", names),
                arguments("header of another file", "label,1x1,1x2,2x1,2x2", names),
                arguments(
                        "very long",
                        "5,1,2,3," + "4".repeat(1 << 16),
                        "line too long: expected at most 65536 bytes, found no line break among them"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badLines")
    void aBadLineIsPutAsideWithItsReasonAndNoOther(String name, String line, String reason) throws IOException {
        String good = "3,0,1,2,255";

        assertEquals(
                List.of("2 3|0 1 2 255", "3 " + reason, "4 3|0 1 2 255"),
                rows(HEADER + "\n" + good + "\n" + line + "\n" + good + "\n"));
        assertEquals(
                List.of("2 " + reason, "3 3|0 1 2 255"), rows(HEADER + "\r\n" + line + "\n" + good), "as the first");
    }

    @Test
    void aCutLastLineIsPutAside() throws IOException {
        assertEquals(
                List.of("2 3|0 1 2 255", "3 wrong number of pixels: expected 4 pixels, found 2"),
                rows(HEADER + "\n3,0,1,2,255\n4,5,6"));
        assertEquals(
                List.of(
                        "2 3|0 1 2 255",
                        "3 pixel value not an integer in 0-255: pixel3: expected an integer in 0-255, found \"\""),
                rows(HEADER + "\n3,0,1,2,255\n4,5,6,7,"));
    }

    static Stream<Arguments> unusableFiles() {
        String wrong = "wrong header: expected label (optional) and pixel0 to ";
        return Stream.of(
                arguments("empty", "", "expected CSV, IDX or Parquet, found an empty file"),
                arguments("a byte order mark alone", MARK, "expected CSV rows, found an empty first line"),
                arguments("a blank first line", "\n" + HEADER, "expected CSV rows, found an empty first line"),
                arguments(
                        "no header",
                        "3,0,1,2,255\n",
                        "expected a header line (label,pixel0,pixel1,…), found numbers; for a file without one set"
                                + " data.header = false"),
                arguments("a column missing", "label,pixel0,pixel1,pixel3\n", wrong + "pixel3; missing: \"pixel2\""),
                arguments("a column twice", HEADER + ",pixel2\n", wrong + "pixel3; more than once: \"pixel2\""),
                arguments("two labels", "label," + HEADER, wrong + "pixel3; more than once: \"label\""),
                arguments("a column too many", HEADER + ",name\n", wrong + "pixel3; unknown: \"name\""),
                arguments(
                        "other names",
                        "Label,a,b\u0007,c,d",
                        wrong.replace("pixel0 to ", "pixel0, pixel1, …")
                                + "; unknown: \"Label\", \"a\", \"b?\" and 2 others; if \"Label\" has the labels,"
                                + " rename it label"),
                arguments(
                        "semicolons",
                        "label;pixel0;pixel1",
                        wrong.replace("pixel0 to ", "pixel0, pixel1, …")
                                + "; unknown: \"label;pixel0;pixel1\"; fields must be separated by commas"),
                arguments(
                        "labels under another name",
                        "pixel0,pixel1,class",
                        wrong + "pixel1; unknown: \"class\"; if \"class\" has the labels, rename it label"),
                arguments(
                        "an index column",
                        ",label,pixel0,pixel1",
                        wrong + "pixel1; unknown: \"\"; leave out the index column (pandas: to_csv(…, index=False))"),
                arguments("a label alone", "label\n5\n", wrong.replace("pixel0 to ", "pixel0, pixel1, …")),
                arguments(
                        "a grid with a hole",
                        "label,1x1,1x2,2x2",
                        "wrong header: expected label (optional) and 1x1 to 2x2; missing: \"2x1\""),
                arguments(
                        "a huge pixel number",
                        "label,pixel999999999",
                        wrong + "pixel999999999; missing: \"pixel0\", \"pixel1\", \"pixel2\" and 999999996 others"),
                arguments(
                        "a huge grid",
                        "label,9999x9999",
                        "wrong header: expected label (optional) and 1x1 to 9999x9999; missing: \"1x1\", \"1x2\","
                                + " \"1x3\" and 99979997 others"),
                arguments(
                        "CR alone",
                        HEADER + "\r3,0,1,2,255\r4,5,6,7,8\r",
                        "expected lines that end in LF or CR LF, found CR alone (an old Macintosh file?)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusableFiles")
    void anUnusableFileIsRefusedInOneLine(String name, String content, String message) throws IOException {
        Path file = write(content);

        assertEquals(file + ": " + message, refused(ReadRows.DEFAULTS, file));
    }

    @Test
    void aFileWithoutAHeaderNeedsPixels() throws IOException {
        Path file = write("5\n6\n");

        assertEquals(
                file + ": expected rows of label,p0,p1,…, found one column",
                refused(new SourceSettings(0, 0, 10, false), file));
    }

    @Test
    void rowsWithoutHeaderAndLabelsAreSaidToBeSuch() throws IOException {
        Path file = write("5,6,7,8\n");
        String message = file + ": expected rows of label,p0,p1,…, found 4 fields, as of images without a label; put a"
                + " header line pixel0 to pixel3 before them, and set data.header = true";

        assertEquals(message, refused(new SourceSettings(0, 0, 10, false), file));
        assertEquals(message, refused(new SourceSettings(2, 2, 10, false), file));
        assertEquals(3, ReadRows.open(new SourceSettings(1, 3, 10, false), file).pixels());
    }

    @Test
    void moreFieldsThanARowMayHaveAreCountedNotKept() throws IOException {
        Path file = write("1" + ",".repeat(ImageSize.MOST_PIXELS + 1));

        for (boolean header : List.of(true, false)) {
            assertEquals(
                    file + ": expected CSV rows, found no line break in 16777216 bytes",
                    refused(new SourceSettings(0, 0, 10, header), file));
        }
    }

    private static String refused(SourceSettings settings, Path file) {
        return assertThrows(BadInputException.class, () -> ReadRows.open(settings, file))
                .getMessage();
    }

    private List<String> rows(String content) throws IOException {
        return ReadRows.texts(ReadRows.DEFAULTS, write(content));
    }

    private Path write(String content) throws IOException {
        return Files.write(folder.resolve("rows.csv"), content.getBytes(StandardCharsets.ISO_8859_1));
    }
}
