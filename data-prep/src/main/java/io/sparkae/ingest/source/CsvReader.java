package io.sparkae.ingest.source;

import java.io.IOException;

/** Reads the lines of a range of a CSV file. */
final class CsvReader implements RowReader {
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
