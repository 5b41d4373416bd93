package io.sparkae.ingest.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class LineScannerProperties {
    private static final int BUFFER = 1 << 18;
    private static final String TOO_LONG = "too long";

    @Property(seed = "1")
    void linesAreWhatSplittingAtLineFeedsGives(
            @ForAll @Chars({'\n', '\r', ','}) @CharRange(from = '0', to = '9') @StringLength(max = 200) String text,
            @ForAll @IntRange(min = 1, max = 30) int mostBytes,
            @ForAll @IntRange(min = 1, max = 7) int mostRead)
            throws IOException {
        assertEquals(expected(text, mostBytes), scanned(text, mostBytes, mostRead));
    }

    @Example
    void linesAboutAsLongAsTheBufferAreWhole() throws IOException {
        for (int length = BUFFER - 12; length <= BUFFER + 4; length++) {
            String text = "1\n" + "2".repeat(length) + "\n3\r\n" + "4".repeat(length) + "\r\n5";

            assertEquals(expected(text, 1 << 20), scanned(text, 1 << 20, Integer.MAX_VALUE), "length " + length);
        }
    }

    @Example
    void aLineIsAsLongAsItIsWhereverItLies() throws IOException {
        for (int start = BUFFER - 300; start <= BUFFER + 2; start++) {
            String text =
                    "0".repeat(start) + "\n" + "1".repeat(99) + "\n" + "2".repeat(100) + "\n3\n" + "4".repeat(100);

            List<String> lines = scanned(text, 100, Integer.MAX_VALUE);

            assertEquals(List.of(TOO_LONG, "1".repeat(99), TOO_LONG, "3", "4".repeat(100)), lines, "at " + start);
        }
    }

    @Example
    void aLineOfManyBuffersIsPassedOver() throws IOException {
        String text = "1\n" + "2".repeat(5 * BUFFER) + "\n3\n" + "4".repeat(3 * BUFFER);

        assertEquals(List.of("1", TOO_LONG, "3", TOO_LONG), scanned(text, 1000, Integer.MAX_VALUE));
    }

    /** The last line need not end; a CR belongs to the end of any. */
    private static List<String> expected(String text, int mostBytes) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            int after = end < 0 ? text.length() : end + 1;
            String line = text.substring(from, end < 0 ? after : end);
            String content = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            lines.add(after - from > mostBytes ? TOO_LONG : content);
            from = after;
        }
        return lines;
    }

    private static List<String> scanned(String text, int mostBytes, int mostRead) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        InputStream in = new SlowStream(new ByteArrayInputStream(bytes), mostRead);
        List<String> lines = new ArrayList<>();
        try (LineScanner scanner = new LineScanner(in, 0, mostBytes)) {
            while (scanner.advance()) {
                int length = scanner.to() - scanner.from();
                String line = new String(scanner.bytes(), scanner.from(), length, StandardCharsets.ISO_8859_1);
                lines.add(scanner.isTooLong() ? TOO_LONG : line);
            }
            assertEquals(bytes.length, scanner.position());
        }
        return lines;
    }

    /** Returns fewer bytes than requested. */
    private static final class SlowStream extends FilterInputStream {
        private final Random random = new Random(1);
        private final int mostRead;

        SlowStream(InputStream in, int mostRead) {
            super(in);
            this.mostRead = mostRead;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = mostRead == Integer.MAX_VALUE ? mostRead : 1 + random.nextInt(mostRead);
            return super.read(into, offset, Math.min(length, some));
        }
    }
}
