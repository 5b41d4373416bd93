package io.sparkae.source;

import java.io.IOException;

/** Reads the lines of a range of a CSV file. */
final class CsvReader implements RowReader {
    private final FileBytes content;
    private final LineScanner lines;
    private final long end;
    private final CsvRowParser parser;
    private final int mostBytes;
    private boolean skipLine;

    /** @param lines at the first line that begins in the range */
    CsvReader(CsvFile file, Range range, LineScanner lines) {
        this.content = file.content();
        this.lines = lines;
        this.end = range.to();
        this.parser = new CsvRowParser(file.columns(), file.labelLimit());
        this.mostBytes = file.mostLineBytes();
        this.skipLine = file.header() && range.from() == 0;
    }

    @Override
    public boolean readInto(SourceBlockBuilder block) throws IOException {
        do {
            if (lines.position() >= end || !advance()) {
                return false;
            }
        } while (isSkipped());
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

    private boolean isSkipped() {
        boolean skipped = skipLine;
        skipLine = false;
        return skipped;
    }

    private boolean advance() throws IOException {
        try {
            return lines.advance();
        } catch (IOException e) {
            throw content.unreadable(e);
        }
    }
}
