package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import io.sparkae.rows.RowBlock;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;

/** Reads a range of an IDX file's images and their labels. */
final class IdxReader implements RowReader {
    private static final int BUFFER = 1 << 18;

    private final IdxFile file;
    private final InputStream images;
    private final InputStream labels;
    private final long to;
    private final ByteBuffer item;
    private long next;

    private IdxReader(IdxFile file, Range range, InputStream images, InputStream labels) {
        this.file = file;
        this.images = images;
        this.labels = labels;
        this.next = range.from();
        this.to = range.to();
        this.item = ByteBuffer.allocate(file.labelBytes());
    }

    static IdxReader open(IdxFile file, Range range, Configuration conf) throws IOException {
        InputStream images = openAt(file.images(), file.imageStart() + range.from() * file.pixels(), conf);
        try {
            InputStream labels = file.labels() == null
                    ? null
                    : openAt(file.labels(), file.labelStart() + range.from() * file.labelBytes(), conf);
            return new IdxReader(file, range, images, labels);
        } catch (IOException | RuntimeException e) {
            images.close();
            throw e;
        }
    }

    @Override
    public boolean readInto(SourceBlockBuilder block) throws IOException {
        if (next == to) {
            if (next == file.count()) {
                requireEnd(file.images(), images);
                requireEnd(file.labels(), labels);
            }
            return false;
        }
        read(file.images(), images, block.images(), block.nextOffset(), file.pixels());
        int label = RowBlock.NO_LABEL;
        if (labels != null) {
            read(file.labels(), labels, item.array(), 0, file.labelBytes());
            label = file.labelBytes() == 1 ? item.get(0) & 0xFF : item.getInt(0);
        }
        if (labels == null || label >= 0 && label < file.labelLimit()) {
            block.accept(label);
        } else {
            block.reject(Rejection.label(file.labelLimit(), Integer.toString(label)));
        }
        next++;
        return true;
    }

    @Override
    public void close() throws IOException {
        try {
            images.close();
        } finally {
            if (labels != null) {
                labels.close();
            }
        }
    }

    private void read(FileBytes from, InputStream in, byte[] into, int offset, int length) throws IOException {
        int read;
        try {
            read = in.readNBytes(into, offset, length);
        } catch (IOException e) {
            throw from.unreadable(e);
        }
        if (read < length) {
            throw new BadInputException(from.name() + ": expected " + file.count()
                    + " items, as its header says, found that it ends in number " + (next + 1));
        }
    }

    /** A plain file's length is known; of a compressed one it shows at its end. */
    private void requireEnd(FileBytes from, InputStream in) throws IOException {
        try {
            if (in != null && in.read() >= 0) {
                throw new BadInputException(from.name() + ": expected " + file.count()
                        + " items, as its header says, found more bytes behind them");
            }
        } catch (IOException e) {
            throw from.unreadable(e);
        }
    }

    private static InputStream openAt(FileBytes file, long offset, Configuration conf) throws IOException {
        if (!file.isPacked()) {
            return new BufferedInputStream(file.openAt(offset, conf), BUFFER);
        }
        InputStream in = new BufferedInputStream(file.open(conf), BUFFER);
        try {
            in.skipNBytes(offset);
            return in;
        } catch (IOException e) {
            in.close();
            throw file.unreadable(e);
        }
    }
}
