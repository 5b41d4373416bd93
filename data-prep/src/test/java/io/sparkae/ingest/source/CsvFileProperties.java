package io.sparkae.ingest.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.ImageFile.Range;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Damaged small files in random ranges against a reader by String.split; Latin-1. */
class CsvFileProperties {
    private static final int LABELS = 10;
    private static final String MARK = "\u00EF\u00BB\u00BF";
    private static final String BAD = "bad";

    private static Path folder;

    /**
     * A file.
     *
     * @param columns by their names in the header, or as they are without one
     * @param header whether it begins with these
     * @param text all of it
     */
    record Sample(List<String> columns, boolean header, String text) {}

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("csv");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        Files.deleteIfExists(file());
        Files.delete(folder);
    }

    @Property(tries = 700, seed = "1")
    void noGoodRowIsLostAndNoBadOneTakenWhereverAFileIsCut(
            @ForAll("samples") Sample sample, @ForAll("cuts") List<Double> cuts) throws IOException {
        RowSource source = open(sample);

        assertEquals(expected(sample), read(source, List.of()));
        assertEquals(expected(sample), read(source, cuts));
    }

    @Example
    void everyCutOfAFileGivesTheSameRows() throws IOException {
        String rows = "3,0,1,2,255\r\n4,5\n\n4,5,6,7,8\r\n\r\n9,8,7,6,5";
        List<String> columns = List.of("label", "pixel0", "pixel1", "pixel2", "pixel3");
        for (String start : List.of(MARK, "", MARK + String.join(",", columns) + "\r\n")) {
            Sample sample = new Sample(columns, start.contains("label"), start + rows);
            RowSource source = open(sample);
            List<String> expected = expected(sample);
            int length = sample.text().length();

            for (double cut = 1; cut < length; cut++) {
                assertEquals(expected, read(source, List.of(cut / length)), "cut at byte " + cut);
                assertEquals(expected, read(source, List.of(cut / length, (cut + 1) / length)), "two from " + cut);
            }
            List<Double> all = IntStream.range(1, length)
                    .mapToObj(i -> (double) i / length)
                    .toList();
            assertEquals(expected, read(source, all), "a range a byte");
        }
    }

    @Property(tries = 700, seed = "2")
    void whateverTheBytesEachLineIsCountedOrTheFileRefused(@ForAll("noise") String text, @ForAll boolean header)
            throws IOException {
        Sample sample = new Sample(List.of("label", "pixel0"), header, text);
        RowSource source;
        try {
            source = open(sample);
        } catch (BadInputException e) {
            assertTrue(e.getMessage().startsWith(file() + ": "), e::getMessage);
            return;
        }

        List<String> rows = read(source, List.of(0.3, 0.5, 0.9));

        assertEquals(header ? linesOf(sample).size() : expected(sample).size(), rows.size());
        if (!header) {
            assertEquals(expected(sample), rows);
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        return Arbitraries.of(
                        "label,pixel0,pixel1,pixel2,pixel3",
                        "pixel3,pixel0,label,pixel1,pixel2",
                        "pixel0,pixel1,pixel2,pixel3",
                        "pixel8,pixel0,pixel1,pixel2,pixel3,pixel4,pixel5,pixel6,pixel7,label",
                        "")
                .flatMap(header -> {
                    String names = header.isEmpty() ? "label,pixel0,pixel1,pixel2,pixel3" : header;
                    List<String> columns = List.of(names.split(","));
                    return Combinators.combine(
                                    lines(columns),
                                    Arbitraries.of("\n", "\r\n"),
                                    Arbitraries.of(true, false),
                                    Arbitraries.of("", MARK))
                            .as((lines, lineEnd, ended, mark) -> {
                                List<String> all = new ArrayList<>(lines);
                                all.add(0, header.isEmpty() ? "0,0,0,0,0" : header);
                                String text = mark + String.join(lineEnd, all) + (ended ? lineEnd : "");
                                return new Sample(columns, !header.isEmpty(), text);
                            });
                });
    }

    @Provide
    Arbitrary<List<Double>> cuts() {
        return Arbitraries.doubles().between(0, 1).list().ofMaxSize(6);
    }

    /** Arbitrary bytes, or bytes likely to form a valid field. */
    @Provide
    Arbitrary<String> noise() {
        Arbitrary<String> any = Arbitraries.strings()
                .withCharRange('\0', '\u00FF')
                .ofMinLength(1)
                .ofMaxLength(60);
        Arbitrary<String> csv =
                Arbitraries.strings().withChars("0123,,\n\n\r").ofMinLength(1).ofMaxLength(60);
        return Arbitraries.oneOf(any, csv.map(text -> "1,2\n" + text), any.map(text -> "pixel0,label\n" + text));
    }

    private static Arbitrary<List<String>> lines(List<String> columns) {
        Arbitrary<String> good = Arbitraries.integers()
                .between(0, 255)
                .list()
                .ofSize(columns.size())
                .map(values -> IntStream.range(0, values.size())
                        .mapToObj(i -> columns.get(i).equals("label") ? values.get(i) % LABELS : values.get(i))
                        .map(String::valueOf)
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow());
        Arbitrary<String> damaged = Combinators.combine(
                        good,
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(
                                "", ",", "\n", "\r", "\0", "\"", " ", "+", "-", "0", "9", "99", "e", ".", "#", "\u00E9",
                                "\u0080", "\u00FF", "/", ":", MARK))
                .as((line, where, removed, put) -> {
                    int at = (int) (where * line.length());
                    return line.substring(0, at) + put + line.substring(Math.min(line.length(), at + removed));
                });
        Arbitrary<String> replaced = Combinators.combine(
                        good,
                        Arbitraries.integers().between(0, columns.size() - 1),
                        Arbitraries.of("255", "256", "9", "10", "", "007", "0007", "+5", "-1", "1e2", "3.0", "\"1\""))
                .as((line, field, value) -> {
                    String[] fields = line.split(",");
                    fields[field] = value;
                    return String.join(",", fields);
                });
        Arbitrary<String> odd = Arbitraries.of("", " ", "\r", ",,,,", "# note", String.join(",", columns));
        return Arbitraries.frequencyOf(Tuple.of(4, good), Tuple.of(2, damaged), Tuple.of(2, replaced), Tuple.of(1, odd))
                .list()
                .ofMaxSize(12);
    }

    private static RowSource open(Sample sample) throws IOException {
        Files.write(file(), sample.text().getBytes(StandardCharsets.ISO_8859_1));
        return ReadRows.open(new SourceSettings(0, 0, LABELS, sample.header()), file());
    }

    /** Good rows as {@code label|pixel …}, others as bad; the file is cut at the given shares of its length. */
    private static List<String> read(RowSource source, List<Double> cuts) throws IOException {
        long length = Files.size(file());
        TreeSet<Long> ends = new TreeSet<>();
        cuts.forEach(share -> ends.add(Math.round(share * length)));
        ends.remove(0L);
        ends.add(length);
        List<Range> ranges = new ArrayList<>();
        long from = 0;
        for (long end : ends) {
            ranges.add(new Range(from, end, end - from, List.of()));
            from = end;
        }
        return ReadRows.of(source, source.files().get(0), ranges).stream()
                .map(row -> row.good() ? row.text() : BAD)
                .toList();
    }

    private static List<String> expected(Sample sample) {
        return linesOf(sample).stream()
                .map(line -> row(sample.columns(), line.split(",", -1)))
                .toList();
    }

    /** The lines that are rows. */
    private static List<String> linesOf(Sample sample) {
        String text = sample.text().startsWith(MARK) ? sample.text().substring(MARK.length()) : sample.text();
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        lines.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        return sample.header() ? lines.subList(1, lines.size()) : lines;
    }

    private static String row(List<String> columns, String[] fields) {
        String label = "-";
        String[] pixels = new String[columns.contains("label") ? columns.size() - 1 : columns.size()];
        if (fields.length != columns.size()) {
            return BAD;
        }
        for (int i = 0; i < fields.length; i++) {
            boolean isLabel = columns.get(i).equals("label");
            if (!fields[i].matches("[0-9]{1,3}") || Integer.parseInt(fields[i]) >= (isLabel ? LABELS : 256)) {
                return BAD;
            }
            String value = Integer.toString(Integer.parseInt(fields[i]));
            if (isLabel) {
                label = value;
            } else {
                pixels[Integer.parseInt(columns.get(i).substring("pixel".length()))] = value;
            }
        }
        return label + "|" + String.join(" ", pixels);
    }

    private static Path file() {
        return folder.resolve("rows.csv");
    }
}
