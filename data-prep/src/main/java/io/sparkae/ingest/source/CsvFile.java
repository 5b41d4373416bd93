package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.ImageFile.Range;
import io.sparkae.ingest.source.ImageFile.RowReader;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import io.sparkae.ingest.source.SourceBlock.Rejection;
import io.sparkae.ingest.source.SourceBlock.SourceBlockBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A CSV file in the format of Kaggle's Digit Recognizer: an optional {@code label} column and one column a pixel.
 *
 * @param content its bytes
 * @param columns of the file
 * @param labelLimit labels are below this
 * @param header whether the first line is a header
 */
record CsvFile(FileBytes content, CsvColumns columns, int labelLimit, boolean header) implements ImageFile {
    private static final int BYTE_ORDER_MARK = 3;
    private static final int MOST_HEADER_BYTES = 1 << 24;

    /** Reads the header of a file, or else counts the fields of its first line. */
    static CsvFile open(FileBytes content, SourceSettings settings, Configuration conf) throws IOException {
        String first = firstLine(content, conf);
        long fields = 1 + first.chars().filter(c -> c == ',').count();
        ImageSize.requireWithinLimit(fields - 1, content.name()); // before a string is made of each
        return new CsvFile(
                content,
                settings.header()
                        ? CsvColumns.parse(first, settings.pixels(), content.name())
                        : CsvColumns.headerless((int) fields, settings.pixels(), content.name()),
                settings.labelLimit(),
                settings.header());
    }

    @Override
    public String name() {
        return content.name();
    }

    @Override
    public List<InputPath> inputs() {
        return List.of(content.input());
    }

    @Override
    public int defaultLabel() {
        return content.input().folderLabel(labelLimit);
    }

    @Override
    public long firstRowNumber() {
        return header ? 2 : 1;
    }

    @Override
    public int pixels() {
        return columns.pixels();
    }

    @Override
    public Optional<ImageSize> size() {
        return Optional.empty();
    }

    @Override
    public PixelType pixelType() {
        return PixelType.GREY;
    }

    @Override
    public List<Range> ranges(long bytes, Configuration conf) throws IOException {
        return content.ranges(bytes, conf);
    }

    @Override
    public RowReader open(Range range, Configuration conf) throws IOException {
        return new CsvReader(this, range, lines(range, conf));
    }

    private LineScanner lines(Range range, Configuration conf) throws IOException {
        int mostBytes = mostLineBytes();
        if (range.from() == 0) {
            int mark = hasByteOrderMark(content.start(BYTE_ORDER_MARK, conf)) ? BYTE_ORDER_MARK : 0;
            InputStream in = content.open(conf);
            try {
                in.skipNBytes(mark);
                return new LineScanner(in, mark, mostBytes);
            } catch (IOException e) {
                in.close();
                throw content.unreadable(e);
            }
        }
        // A line belongs to the range in which it begins, so start one byte earlier and skip the line in progress.
        LineScanner lines = new LineScanner(content.openAt(range.from() - 1, conf), range.from() - 1, mostBytes);
        try {
            lines.advance();
            return lines;
        } catch (IOException e) {
            lines.close();
            throw content.unreadable(e);
        }
    }

    /** Bound on the length of a line, so that a file without line breaks does not fill the memory; headers fit too. */
    int mostLineBytes() {
        return Math.max(1 << 16, 64 * columns.targets().length);
    }

    private static boolean hasByteOrderMark(byte[] start) {
        return start.length >= BYTE_ORDER_MARK
                && (start[0] & 0xFF) == 0xEF
                && (start[1] & 0xFF) == 0xBB
                && (start[2] & 0xFF) == 0xBF;
    }

    private static String firstLine(FileBytes content, Configuration conf) throws IOException {
        byte[] start = content.start(BYTE_ORDER_MARK, conf);
        try (LineScanner lines = new LineScanner(content.open(conf), 0, MOST_HEADER_BYTES)) {
            if (!lines.advance()) {
                throw new BadInputException(content.name() + ": expected CSV rows, found an empty file");
            }
            int from = hasByteOrderMark(start) ? BYTE_ORDER_MARK : lines.from();
            String line = lines.isTooLong() ? "" : text(lines.bytes(), from, lines.to());
            if (line.isBlank()) {
                throw new BadInputException(content.name() + ": expected CSV rows, found "
                        + (lines.isTooLong()
                                ? "no line break in " + MOST_HEADER_BYTES + " bytes"
                                : "an empty first line"));
            }
            if (isBinary(line)) {
                throw new BadInputException(content.name() + ": expected CSV, IDX or Parquet, found binary data");
            }
            if (line.indexOf('\r') >= 0) {
                throw new BadInputException(content.name()
                        + ": expected lines that end in LF or CR LF, found CR alone (an old Macintosh file?)");
            }
            return line;
        } catch (IOException e) {
            throw content.unreadable(e);
        }
    }

    /** Tolerates a few control characters. */
    private static boolean isBinary(String line) {
        long control =
                line.chars().filter(c -> c < ' ' && c != '\t' && c != '\r').count();
        return line.indexOf('\0') >= 0 || control > line.length() / 8;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Reads the lines of a range of a CSV file. */
    private static final class CsvReader implements RowReader {
        private final FileBytes content;
        private final LineScanner lines;
        private final long end;
        private final CsvRowParser parser;
        private final int mostBytes;
        private final boolean header;
        /** Whether the file's first line comes next; it is the first range's even if that ends in the byte order mark. */
        private boolean first;

        /** @param lines at the first line that begins in the range */
        CsvReader(CsvFile file, Range range, LineScanner lines) {
            this.content = file.content();
            this.lines = lines;
            this.end = range.to();
            this.parser = new CsvRowParser(file.columns(), file.labelLimit());
            this.mostBytes = file.mostLineBytes();
            this.header = file.header();
            this.first = range.from() == 0;
        }

        @Override
        public boolean readInto(SourceBlockBuilder block) throws IOException {
            do {
                if (!first && lines.position() >= end || !advance()) {
                    return false;
                }
            } while (isHeader());
            Rejection rejection = lines.isTooLong()
                    ? Rejection.tooLong(mostBytes)
                    : parser.parse(lines.bytes(), lines.from(), lines.to(), block.images(), block.nextOffset());
            if (rejection == null) {
                block.accept(parser.label());
            } else {
                block.reject(rejection);
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }

        private boolean isHeader() {
            boolean is = first && header;
            first = false;
            return is;
        }

        private boolean advance() throws IOException {
            try {
                return lines.advance();
            } catch (IOException e) {
                throw content.unreadable(e);
            }
        }
    }
}
