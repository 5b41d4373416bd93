package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.ImageFile.Range;
import io.sparkae.ingest.source.ImageFile.RowReader;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import io.sparkae.ingest.source.SourceBlock.Rejection;
import io.sparkae.ingest.source.SourceBlock.SourceBlockBuilder;
import io.sparkae.rows.RowBlock;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * An IDX file of images with the labels file beside it, if there is one ({@link #labelNames}).
 *
 * @param images the file of images
 * @param labels the file of labels, or null
 * @param count of images
 * @param imageSize of each
 * @param imageStart first byte of the first image
 * @param labelStart first byte of the first label
 * @param labelBytes of an item of labels, whose first value is the class: a byte, or an int if there are more
 * @param labelLimit labels are below this
 */
record IdxFile(
        FileBytes images,
        FileBytes labels,
        int count,
        ImageSize imageSize,
        int imageStart,
        int labelStart,
        int labelBytes,
        int labelLimit)
        implements ImageFile {

    private static final List<String> ENDINGS = List.of("", ".gz", ".bz2");

    /** Reads the headers and checks that they agree with each other and with the files' lengths. */
    static IdxFile open(FileBytes images, SourceSettings settings, Configuration conf) throws IOException {
        IdxHeader header = IdxHeader.ofImages(images.start(IdxHeader.MOST_BYTES, conf), images.name());
        ImageSize size = new ImageSize(header.sizes()[1], header.sizes()[2]);
        if (settings.height() > 0 && settings.height() != size.height()
                || settings.width() > 0 && settings.width() != size.width()) {
            throw new BadInputException(images.name() + ": found images of " + size.height() + " × " + size.width()
                    + " pixels, expected what data.image-height and data.image-width say, " + settings.describeSize());
        }
        requireLength(images, header);
        FileBytes labels = labelsOf(images.input(), conf);
        if (labels == null) {
            return new IdxFile(images, null, header.count(), size, header.bytes(), 0, 0, settings.labelLimit());
        }
        IdxHeader labelled = IdxHeader.ofLabels(labels.start(IdxHeader.MOST_BYTES, conf), labels.name());
        if (labelled.count() != header.count()) {
            throw new BadInputException(labels.name() + ": expected a label for each of the " + header.count()
                    + " images of " + images.name() + ", found " + labelled.count());
        }
        requireLength(labels, labelled);
        return new IdxFile(
                images,
                labels,
                header.count(),
                size,
                header.bytes(),
                labelled.bytes(),
                labelled.itemBytes(),
                settings.labelLimit());
    }

    @Override
    public String name() {
        return images.name();
    }

    @Override
    public List<InputPath> inputs() {
        return labels == null ? List.of(images.input()) : List.of(images.input(), labels.input());
    }

    @Override
    public int defaultLabel() {
        return images.input().folderLabel(labelLimit);
    }

    /** Says under which names labels were looked for, if none were found. */
    @Override
    public Optional<String> warning() {
        if (labels != null || images.input().hasFolderLabel()) {
            return Optional.empty();
        }
        List<String> names = labelNames(images.input().path().getName());
        return Optional.of(images.name() + ": found no labels beside the images; "
                + (names.isEmpty()
                        ? "they are looked for beside files named …-images-idx3-ubyte"
                        : "looked for " + String.join(", ", names) + " (also .gz, .bz2)"));
    }

    @Override
    public long firstRowNumber() {
        return 1;
    }

    @Override
    public int pixels() {
        return imageSize.pixels();
    }

    @Override
    public Optional<ImageSize> size() {
        return Optional.of(imageSize);
    }

    @Override
    public PixelType pixelType() {
        return PixelType.GREY;
    }

    /** Ranges of images. */
    @Override
    public List<Range> ranges(long bytes, Configuration conf) throws IOException {
        boolean whole = images.isPacked() || labels != null && labels.isPacked();
        long ranges = whole ? 1 : Math.max(1, Math.min(count, 1 + (images.bytes() - 1) / bytes));
        List<Range> all = new ArrayList<>();
        for (long i = 0; i < ranges; i++) {
            long from = count * i / ranges;
            long to = count * (i + 1) / ranges;
            long offset = images.isPacked() ? 0 : from * pixels();
            all.add(new Range(from, to, images.bytes() / ranges, images.hosts(offset, images.bytes() / ranges, conf)));
        }
        return all;
    }

    @Override
    public RowReader open(Range range, Configuration conf) throws IOException {
        return IdxReader.open(this, range, conf);
    }

    private static void requireLength(FileBytes file, IdxHeader header) {
        long expected = header.bytes() + (long) header.count() * header.itemBytes();
        if (!file.isPacked() && file.bytes() != expected) {
            throw new BadInputException(file.name() + ": expected " + expected
                    + " bytes, as its header's numbers give, found " + file.bytes());
        }
    }

    /**
     * The labels file: beside the images, or, for archives that unpack each file into a folder, in such a folder beside the
     * images or beside their folder.
     */
    private static FileBytes labelsOf(InputPath images, Configuration conf) throws IOException {
        List<String> names = labelNames(images.path().getName());
        List<String> files = withEndings(names);
        List<InputPath> places = new ArrayList<>();
        files.forEach(name -> places.add(images.sibling(name)));
        images.parent().ifPresent(folder -> labelNames(folder.path().getName())
                .forEach(name -> places.add(folder.sibling(name))));
        if (names.isEmpty()) {
            return null;
        }
        for (InputPath place : places) {
            Optional<FileStatus> found = place.status(conf);
            if (found.isPresent()) {
                return FileBytes.of(found.get().isDirectory() ? labelsIn(place, files, conf) : place, conf);
            }
        }
        return null;
    }

    private static InputPath labelsIn(InputPath folder, List<String> files, Configuration conf) throws IOException {
        for (String name : files) {
            InputPath file = folder.in(name);
            if (file.status(conf).filter(status -> !status.isDirectory()).isPresent()) {
                return file;
            }
        }
        throw new BadInputException(folder.name() + ": expected a file of labels, or a folder with " + files.get(0)
                + ", found a folder without");
    }

    /**
     * Names of the labels file of an images file, without endings of compressed files: {@code train-images-idx3-ubyte} goes
     * with {@code train-labels-idx1-ubyte}, or with {@code train-labels-idx2-int} as in QMNIST; a dot may stand before
     * {@code idx}.
     *
     * @return empty if the images file is not named this way
     */
    static List<String> labelNames(String images) {
        String name = images.replaceAll("\\.(gz|bz2)$", "");
        if (!name.contains("images") || !name.contains("idx3")) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>();
        for (String kind : List.of("idx1", "idx2-int")) {
            String labels =
                    name.replace("images", "labels").replaceAll(kind.equals("idx1") ? "idx3" : "idx3(-ubyte)?", kind);
            names.add(labels);
            names.add(labels.replace("-idx", ".idx"));
            names.add(labels.replace(".idx", "-idx"));
        }
        return List.copyOf(names);
    }

    /** The same names, each plain, gzipped and bzipped. */
    private static List<String> withEndings(List<String> names) {
        List<String> all = new ArrayList<>();
        names.forEach(name -> ENDINGS.forEach(ending -> all.add(name + ending)));
        return all;
    }

    /** Whether a file name is that of a labels file. */
    static boolean areLabels(String name) {
        return name.contains("labels") && (name.contains("idx1") || name.contains("idx2-int"));
    }

    /** Whether a file name is that of an images or labels file. */
    static boolean isIdx(String name) {
        return name.contains("idx3-ubyte") || name.contains("idx1-ubyte") || name.contains("idx2-int");
    }

    /** Reads a range of an IDX file's images and their labels. */
    private static final class IdxReader implements RowReader {
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
                        + " items, as its header says, found the end in item " + (next + 1));
            }
        }

        /** Checks that nothing follows; needed for compressed files, whose length is unknown. */
        private void requireEnd(FileBytes from, InputStream in) throws IOException {
            try {
                if (in != null && in.read() >= 0) {
                    throw new BadInputException(from.name() + ": expected " + file.count()
                            + " items, as its header says, found more bytes after them");
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
}
