package io.sparkae.ingest.source;

import io.sparkae.ingest.source.ImageFile.Range;
import io.sparkae.ingest.source.ImageFile.RowReader;
import io.sparkae.ingest.source.SourceBlock.SourceBlockBuilder;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;

/**
 * Slices of a source, assigned to tasks. The cuts depend on the files only, not on the machine.
 */
public final class Slices {
    /** Enough tasks for a small file to keep a few cores busy, and none too short. */
    private static final long LEAST_BYTES = 16 << 20;

    private static final long MOST_BYTES = 128 << 20;
    private static final int ENOUGH = 1000;

    private final List<Slice> all;
    private final List<List<Slice>> tasks;

    private Slices(List<Slice> all, List<List<Slice>> tasks) {
        this.all = List.copyOf(all);
        this.tasks = List.copyOf(tasks);
    }

    /** Cuts a source into slices. */
    public static Slices of(RowSource source, Configuration conf) throws IOException {
        long total = 0;
        for (ImageFile file : source.files()) {
            for (Range range : file.ranges(Long.MAX_VALUE, conf)) {
                total += range.bytes();
            }
        }
        long bytes = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, total / ENOUGH));
        List<Slice> all = new ArrayList<>();
        for (ImageFile file : source.files()) {
            for (Range range : file.ranges(bytes, conf)) {
                all.add(new Slice(all.size(), file, range));
            }
        }
        return new Slices(all, shared(all, bytes));
    }

    /** All slices in row order. */
    public List<Slice> all() {
        return all;
    }

    /** The slices of each task: one, or several small ones. */
    public List<List<Slice>> tasks() {
        return tasks;
    }

    private static List<List<Slice>> shared(List<Slice> all, long bytes) {
        List<List<Slice>> tasks = new ArrayList<>();
        long filled = bytes;
        for (Slice slice : all) {
            if (filled + slice.range().bytes() > bytes) {
                tasks.add(new ArrayList<>());
                filled = 0;
            }
            tasks.get(tasks.size() - 1).add(slice);
            filled += slice.range().bytes();
        }
        return tasks;
    }

    /**
     * A range of a file; rows are counted per slice.
     *
     * @param number among all slices of the source, in row order
     * @param file that the range is of
     * @param range of that file
     */
    public record Slice(int number, ImageFile file, Range range) implements Serializable {}

    /** Reads some slices of a source, one after the other, as blocks. Close it when the blocks are not read to their end. */
    public static final class SliceReader implements Iterator<SourceBlock>, AutoCloseable {
        private final Iterator<Slice> slices;
        private final Configuration conf;
        private final int bytesPerRow;
        private int slice;
        private int defaultLabel;
        private RowReader reader;
        private SourceBlock ahead;

        /** @param bytesPerRow of an image */
        public SliceReader(List<Slice> slices, int bytesPerRow, Configuration conf) {
            this.slices = slices.iterator();
            this.conf = conf;
            this.bytesPerRow = bytesPerRow;
        }

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                try {
                    ahead = read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return ahead != null;
        }

        @Override
        public SourceBlock next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            SourceBlock block = ahead;
            ahead = null;
            return block;
        }

        @Override
        public void close() {
            try {
                if (reader != null) {
                    reader.close();
                    reader = null;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The next block, or null. */
        private SourceBlock read() throws IOException {
            while (reader != null || slices.hasNext()) {
                if (reader == null) {
                    Slice next = slices.next();
                    slice = next.number();
                    defaultLabel = next.file().defaultLabel();
                    reader = next.file().open(next.range(), conf);
                }
                SourceBlockBuilder block = new SourceBlockBuilder(slice, bytesPerRow, defaultLabel);
                boolean more = true;
                while (more && !block.isFull()) {
                    more = reader.readInto(block);
                }
                if (!more) {
                    close();
                }
                if (!block.isEmpty()) {
                    return block.build();
                }
            }
            return null;
        }
    }
}
