package io.sparkae.ingest.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;

/** Reads some slices of a source, one after the other, as blocks. Close it when the blocks are not read to their end. */
public final class SliceReader implements Iterator<SourceBlock>, AutoCloseable {
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
