package io.sparkae.source;

import io.sparkae.dataset.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Images of an IDX file and their labels, if a file of these lies beside it under the standard name.
 *
 * @param images the file of images
 * @param labels the file of labels, or null
 * @param count of images
 * @param imageSize of each
 * @param labelLimit labels are below this
 */
record IdxFile(FileBytes images, FileBytes labels, int count, ImageSize imageSize, int labelLimit)
        implements ImageFile {

    /** Reads the headers and checks that they agree with each other and with the files' lengths. */
    static IdxFile open(FileBytes images, SourceSettings settings, Configuration conf) throws IOException {
        int dimensions = IdxHeader.IMAGE_DIMENSIONS;
        IdxHeader header = IdxHeader.read(images.start(IdxHeader.bytes(dimensions), conf), dimensions, images.name());
        ImageSize size = new ImageSize(header.sizes()[1], header.sizes()[2]);
        if (settings.height() > 0 && settings.height() != size.height()
                || settings.width() > 0 && settings.width() != size.width()) {
            throw new BadInputException(images.name() + ": found images of " + size.height() + " × " + size.width()
                    + " pixels, expected what data.image-height and data.image-width say, " + settings.describeSize());
        }
        requireLength(images, IdxHeader.bytes(dimensions) + (long) header.count() * size.pixels());
        FileBytes labels = labelsOf(images, conf);
        if (labels != null) {
            int one = IdxHeader.LABEL_DIMENSIONS;
            int labelled = IdxHeader.read(labels.start(IdxHeader.bytes(one), conf), one, labels.name())
                    .count();
            if (labelled != header.count()) {
                throw new BadInputException(labels.name() + ": expected a label for each of the " + header.count()
                        + " images of " + images.name() + ", found " + labelled);
            }
            requireLength(labels, IdxHeader.bytes(one) + (long) labelled);
        }
        return new IdxFile(images, labels, header.count(), size, settings.labelLimit());
    }

    @Override
    public String name() {
        return images.name();
    }

    @Override
    public List<String> paths() {
        return labels == null ? List.of(images.name()) : List.of(images.name(), labels.name());
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
            all.add(new Range(
                    from,
                    to,
                    images.bytes() / ranges,
                    ByteRanges.hosts(images, offset, images.bytes() / ranges, conf)));
        }
        return all;
    }

    @Override
    public RowReader open(Range range, Configuration conf) throws IOException {
        return IdxReader.open(this, range, conf);
    }

    private static void requireLength(FileBytes file, long expected) {
        if (!file.isPacked() && file.bytes() != expected) {
            throw new BadInputException(file.name() + ": expected " + expected
                    + " bytes, as its header's numbers give, found " + file.bytes());
        }
    }

    /** {@code train-labels-idx1-ubyte} for {@code train-images-idx3-ubyte}, either of them compressed or not. */
    private static FileBytes labelsOf(FileBytes images, Configuration conf) throws IOException {
        Path path = new Path(images.name());
        String name = path.getName().replaceAll("\\.(gz|bz2)$", "");
        String labels = IdxNames.labelsOf(name);
        if (labels == null) {
            return null;
        }
        for (String ending : List.of("", ".gz", ".bz2")) {
            Path candidate = new Path(path.getParent() == null ? new Path(".") : path.getParent(), labels + ending);
            if (candidate.getFileSystem(conf).exists(candidate)) {
                return FileBytes.of(candidate, candidate.toString(), conf);
            }
        }
        return null;
    }
}
