package io.sparkae.ingest.generate;

import io.sparkae.ingest.generate.GeneratedKind.RowGenerator;
import io.sparkae.ingest.source.ImageFile;
import io.sparkae.ingest.source.ImageFile.Range;
import io.sparkae.ingest.source.ImageFile.RowReader;
import io.sparkae.ingest.source.ImageSize;
import io.sparkae.ingest.source.InputPath;
import io.sparkae.ingest.source.PixelType;
import io.sparkae.ingest.source.SourceBlock.SourceBlockBuilder;
import io.sparkae.rows.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Rows generated in the tasks that read them.
 *
 * @param kind of rows
 * @param seed decides them
 * @param split selects the random stream
 * @param rows number of rows
 */
public record GeneratedRows(GeneratedKind kind, long seed, Split split, int rows) implements ImageFile {
    /** Generating is slower than reading; a task takes about a second. */
    private static final int ROWS_PER_RANGE = 4096;

    private static final long AS_MUCH_AS_BYTES = 1 << 24;

    @Override
    public String name() {
        return "generated " + kind.name().toLowerCase(Locale.ROOT) + " (" + split.folder() + ")";
    }

    /** None: the settings determine the rows. */
    @Override
    public List<InputPath> inputs() {
        return List.of();
    }

    @Override
    public long firstRowNumber() {
        return 1;
    }

    @Override
    public int pixels() {
        return kind.size().pixels();
    }

    @Override
    public Optional<ImageSize> size() {
        return Optional.of(kind.size());
    }

    @Override
    public PixelType pixelType() {
        return PixelType.GREY;
    }

    @Override
    public List<Range> ranges(long bytes, Configuration conf) {
        List<Range> ranges = new ArrayList<>();
        for (int from = 0; from < rows; from += ROWS_PER_RANGE) {
            ranges.add(new Range(from, Math.min(rows, from + ROWS_PER_RANGE), AS_MUCH_AS_BYTES, List.of()));
        }
        return ranges;
    }

    @Override
    public RowReader open(Range range, Configuration conf) {
        RowGenerator generator = kind.generator(seed, split);
        return new RowReader() {
            private long next = range.from();

            @Override
            public boolean readInto(SourceBlockBuilder block) {
                if (next == range.to()) {
                    return false;
                }
                block.accept(generator.draw(next++, block.images(), block.nextOffset()));
                return true;
            }

            @Override
            public void close() {}
        };
    }
}
