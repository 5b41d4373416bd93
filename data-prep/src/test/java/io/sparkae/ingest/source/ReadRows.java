package io.sparkae.ingest.source;

import io.sparkae.ingest.source.ImageFile.Range;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import io.sparkae.ingest.source.Slices.Slice;
import io.sparkae.ingest.source.Slices.SliceReader;
import io.sparkae.rows.RowBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** Reads an input as one text per row, in order, good and bad. */
final class ReadRows {
    static final Configuration CONF = new Configuration();

    /** Default settings with 10 classes. */
    static final SourceSettings DEFAULTS = new SourceSettings(0, 0, 10, true);

    /**
     * A row.
     *
     * @param number of the row in messages
     * @param good whether it was accepted
     * @param text {@code label|pixel pixel …} (no label: {@code -}), or {@code reason: detail}
     */
    record Row(long number, boolean good, String text) {
        @Override
        public String toString() {
            return number + " " + text;
        }
    }

    private ReadRows() {}

    /** Opens files as the ingest stage does. */
    static RowSource open(SourceSettings settings, Path... locations) throws IOException {
        return RowSource.open(Arrays.stream(locations).map(Path::toString).toList(), settings, CONF);
    }

    /** All rows of files, as row number and text. */
    static List<String> texts(SourceSettings settings, Path... locations) throws IOException {
        RowSource source = open(settings, locations);
        return of(source, Slices.of(source, CONF).all()).stream()
                .map(Row::toString)
                .toList();
    }

    /** All rows of a file read range by range. */
    static List<Row> of(RowSource source, ImageFile file, List<Range> ranges) {
        return of(
                source,
                IntStream.range(0, ranges.size())
                        .mapToObj(i -> new Slice(i, file, ranges.get(i)))
                        .toList());
    }

    private static List<Row> of(RowSource source, List<Slice> slices) {
        List<Row> rows = new ArrayList<>();
        ImageFile file = null;
        long first = 0;
        for (Slice slice : slices) {
            if (slice.file() != file) {
                file = slice.file();
                first = file.firstRowNumber();
            }
            try (SliceReader reader = new SliceReader(List.of(slice), source.bytesPerRow(), CONF)) {
                while (reader.hasNext()) {
                    SourceBlock block = reader.next();
                    add(block, source, first, rows);
                    first += block.rows();
                }
            }
        }
        return rows;
    }

    /** @throws IllegalStateException if a block does not account for each of its rows once */
    private static void add(SourceBlock block, RowSource source, long first, List<Row> rows) {
        TreeMap<Integer, Row> all = new TreeMap<>();
        for (int i = 0; i < block.accepted(); i++) {
            int offset = block.offsets()[i];
            all.put(offset, new Row(first + offset, true, text(block, i, source)));
        }
        block.rejected()
                .forEach(bad -> all.put(
                        bad.offset(),
                        new Row(
                                first + bad.offset(),
                                false,
                                bad.why().reason() + ": " + bad.why().detail())));
        boolean complete = all.size() == block.rows()
                && all.size() == block.accepted() + block.rejected().size();
        if (!complete || all.firstKey() != 0 || all.lastKey() != block.rows() - 1) {
            throw new IllegalStateException("a block of " + block.rows() + " rows has those at " + all.keySet());
        }
        rows.addAll(all.values());
    }

    private static String text(SourceBlock block, int row, RowSource source) {
        int label = block.labels()[row];
        String pixels = IntStream.range(row * source.pixels(), (row + 1) * source.pixels())
                .mapToObj(i -> pixel(source.pixelType(), source.pixelType().value(block.images(), i)))
                .collect(Collectors.joining(" "));
        return (label == RowBlock.NO_LABEL ? "-" : label) + "|" + pixels;
    }

    private static String pixel(PixelType type, float value) {
        return type == PixelType.GREY ? Integer.toString((int) value) : Float.toString(value);
    }
}
