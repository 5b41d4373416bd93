package io.sparkae.ingest.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sparkae.ingest.source.SourceBlock.Rejection;
import io.sparkae.rows.RowBlock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CsvRowParserProperties {
    private static final int LABEL_LIMIT = 10;
    private static final CsvColumns COLUMNS = CsvColumns.parse("pixel3,label,pixel0,pixel1,pixel2", 4, "f");

    private final byte[] pixels = new byte[6];

    @Property
    void aGoodRowGivesItsPixelsAndLabel(
            @ForAll @IntRange(max = 9) int label, @ForAll @Size(4) List<@IntRange(max = 255) Integer> values) {
        String line = values.get(3) + "," + label + "," + values.get(0) + "," + values.get(1) + "," + values.get(2);
        CsvRowParser parser = new CsvRowParser(COLUMNS, LABEL_LIMIT);

        assertNull(parse(parser, line));

        assertEquals(label, parser.label());
        List<Integer> found =
                IntStream.range(1, 5).mapToObj(i -> pixels[i] & 0xFF).toList();
        assertEquals(values, found);
    }

    @Property(tries = 5000)
    void aRowIsTakenExactlyIfAPlainCheckTakesIt(@ForAll("lines") String line) {
        boolean good = isGood(line);

        Rejection rejection = parse(new CsvRowParser(COLUMNS, LABEL_LIMIT), line);

        assertEquals(good, rejection == null, () -> "\"" + line + "\": " + rejection);
    }

    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> field = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(12, Arbitraries.integers().between(0, 9).map(String::valueOf)),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.integers().between(-5, 999).map(String::valueOf)),
                net.jqwik.api.Tuple.of(
                        1,
                        Arbitraries.of(
                                "", " 1", "1 ", "+5", "1e2", "3.0", "0x1", "\"7\"", "0007", "007", "é", "\0", "-0",
                                "١")));
        return field.list().ofMinSize(4).ofMaxSize(6).map(fields -> String.join(",", fields));
    }

    private static boolean isGood(String line) {
        String[] fields = line.split(",", -1);
        return fields.length == 5
                && Arrays.stream(fields).allMatch(f -> f.matches("[0-9]{1,3}") && Integer.parseInt(f) <= 255)
                && Integer.parseInt(fields[1]) <= 9;
    }

    @Example
    void reasonsSayWhatWasExpectedAndFound() {
        CsvRowParser parser = new CsvRowParser(COLUMNS, LABEL_LIMIT);

        assertEquals(
                "pixel0: expected an integer in 0-255, found \"256\"",
                parse(parser, "1,2,256,4,5").detail());
        assertEquals(
                "pixel2: expected an integer in 0-255, found \"\"",
                parse(parser, "1,2,3,4,").detail());
        assertEquals(
                "label: expected an integer in 0-9 (see data.classes), found \"10\"",
                parse(parser, "1,10,3,4,5").detail());
        assertEquals("expected 4 pixels, found 3", parse(parser, "1,2,3,4").detail());
        assertEquals("expected 4 pixels, found 5", parse(parser, "1,2,3,4,5,6").detail());
        assertEquals(
                "expected pixel values, found a blank line",
                parse(parser, " \t").detail());
        assertEquals(
                "expected pixel values, found a blank line", parse(parser, "").detail());
    }

    @Example
    void aShortRowIsCalledShortEvenIfItsShiftedLabelIsWrongToo() {
        assertEquals(
                "expected 4 pixels, found 3",
                parse(new CsvRowParser(COLUMNS, LABEL_LIMIT), "1,200,3,4").detail());
    }

    @Example
    void veryLongFieldsAreQuotedInPart() {
        String detail = parse(new CsvRowParser(COLUMNS, LABEL_LIMIT), "1,2," + "9".repeat(1000) + ",4,5")
                .detail();

        assertNotNull(detail);
        assertEquals("pixel0: expected an integer in 0-255, found \"" + "9".repeat(20) + "…\"", detail);
    }

    @Example
    void withoutALabelColumnRowsHaveNoLabel() {
        String header = IntStream.range(0, 4).mapToObj(i -> "pixel" + i).collect(Collectors.joining(","));
        CsvRowParser parser = new CsvRowParser(CsvColumns.parse(header, 4, "f"), LABEL_LIMIT);

        assertNull(parse(parser, "1,2,3,4"));
        assertEquals(RowBlock.NO_LABEL, parser.label());
    }

    private Rejection parse(CsvRowParser parser, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return parser.parse(Arrays.copyOf(bytes, bytes.length + 1), 0, bytes.length, pixels, 1);
    }
}
