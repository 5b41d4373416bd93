package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * Images of an IDX file and their labels, if a file of these lies beside it under a name of {@link IdxNames}.
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
        return FolderLabel.of(images.input(), labelLimit);
    }

    /** Says under which names labels were looked for, if none were found. */
    @Override
    public Optional<String> warning() {
        if (labels != null || FolderLabel.isIn(images.input())) {
            return Optional.empty();
        }
        List<String> names = IdxNames.labelsOf(images.input().path().getName());
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

    private static void requireLength(FileBytes file, IdxHeader header) {
        long expected = header.bytes() + (long) header.count() * header.itemBytes();
        if (!file.isPacked() && file.bytes() != expected) {
            throw new BadInputException(file.name() + ": expected " + expected
                    + " bytes, as its header's numbers give, found " + file.bytes());
        }
    }

    /**
     * The labels beside images; or, as archives unpack that have a folder for each file, in a folder beside the images or
     * beside theirs.
     */
    private static FileBytes labelsOf(InputPath images, Configuration conf) throws IOException {
        List<String> names = IdxNames.labelsOf(images.path().getName());
        List<String> files = IdxNames.withEndings(names);
        List<InputPath> places = new ArrayList<>();
        files.forEach(name -> places.add(images.sibling(name)));
        images.parent().ifPresent(folder -> IdxNames.labelsOf(folder.path().getName())
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
}
