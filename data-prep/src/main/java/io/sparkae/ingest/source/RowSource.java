package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import io.sparkae.files.HashedInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * The files of one input, in order, with their common image size and pixel type.
 *
 * @param name for messages
 * @param files in order
 * @param size of every image
 * @param pixelType of every image
 */
public record RowSource(String name, List<ImageFile> files, ImageSize size, PixelType pixelType) {
    /** Most pixels of an image. */
    public static final int MOST_PIXELS = ImageSize.MOST_PIXELS;

    private static final int SHOWN = 3;

    /**
     * Finds and opens the files.
     *
     * @param locations files, folders or globs, each of one format
     * @throws BadInputException if one is missing, unreadable or incompatible with the others
     */
    public static RowSource open(List<String> locations, SourceSettings settings, Configuration conf)
            throws IOException {
        List<ImageFile> files = new ArrayList<>();
        for (String location : locations) {
            FileKind kind = null;
            for (FileBytes file : InputFiles.find(location, conf)) {
                byte[] start = file.start(FileKind.START_BYTES, conf);
                if (start.length == 0 && !file.name().equals(location)) {
                    continue; // an empty part file, as Spark writes
                }
                FileKind found = FileKind.of(file, start);
                if (kind != null && found != kind) {
                    throw new BadInputException(location + ": expected files of one format, found " + kind + " and, in "
                            + file.name() + ", " + found);
                }
                kind = found;
                files.add(found.open(file, settings, conf));
            }
        }
        String name = locations.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (locations.size() > SHOWN ? " and " + (locations.size() - SHOWN) + " others" : "");
        files.removeIf(file -> file.pixels() == 0);
        files.forEach(ImageFile::defaultLabel); // throws if the folder's label is invalid
        if (files.isEmpty()) {
            throw new BadInputException(name + ": expected rows of images, found none");
        }
        return of(name, files, settings);
    }

    /** A source of open files. */
    public static RowSource of(String name, List<ImageFile> files, SourceSettings settings) {
        ImageFile first = files.get(0);
        ImageSize size = first.size().orElseGet(() -> ImageSize.of(first.pixels(), settings, first.name()));
        PixelType type = first.pixelType();
        for (ImageFile file : files) {
            if (file.pixels() != size.pixels()) {
                throw new BadInputException(file.name() + ": found " + file.pixels() + " pixels an image, expected "
                        + size.pixels() + " as in " + first.name());
            }
            if (!file.size().orElse(size).equals(size)) {
                throw new BadInputException(file.name() + ": found images of "
                        + file.size().orElseThrow() + " pixels, expected " + size + " as in " + first.name());
            }
            if (file.pixelType() != type) {
                throw new BadInputException(file.name() + ": found pixels that are "
                        + (type == PixelType.GREY ? "any numbers, expected 0-255" : "0-255, expected any numbers")
                        + " as in " + first.name() + "; Parquet can be combined with Parquet only");
            }
        }
        return new RowSource(name, List.copyOf(files), size, type);
    }

    /**
     * Describes a file for the manifest, before it is read for its rows; reads all of it.
     *
     * @throws BadInputException if it cannot be read
     */
    public static HashedInput hash(InputPath input, Configuration conf) throws IOException {
        try {
            return HashedInput.of(input.fileSystem(conf), input.path(), input.name());
        } catch (IOException e) {
            throw input.unusable(e);
        }
    }

    /** Whether a file, after it was read for its rows, is still what was hashed. */
    public static boolean isUnchanged(InputPath input, HashedInput hashed, Configuration conf) throws IOException {
        return hashed.isUnchanged(input.fileSystem(conf), input.path());
    }

    /** The files to record in the manifest; none if all rows are generated. */
    public List<InputPath> inputs() {
        return files.stream().flatMap(file -> file.inputs().stream()).toList();
    }

    /** The first warning of the files, and the number of others. */
    public Optional<String> warning() {
        List<String> all =
                files.stream().flatMap(file -> file.warning().stream()).toList();
        return all.stream()
                .findFirst()
                .map(first -> all.size() > 1 ? first + "; the same for " + (all.size() - 1) + " others" : first);
    }

    /** Pixels per image. */
    public int pixels() {
        return size.pixels();
    }

    /** Bytes per image in a {@link SourceBlock}. */
    public int bytesPerRow() {
        return pixels() * pixelType.bytes();
    }

    /**
     * Settings of input files.
     *
     * @param height of an image in pixels, 0 to take it from the data
     * @param width of an image in pixels, 0 to take it from the data
     * @param labelLimit labels are whole numbers from 0 to below this
     * @param header whether CSV files begin with a header line
     */
    public record SourceSettings(int height, int width, int labelLimit, boolean header) {
        /** Pixels per image, 0 to take it from the data. */
        int pixels() {
            return height * width;
        }

        String describeSize() {
            return (height == 0 ? "any" : height) + " × " + (width == 0 ? "any" : width);
        }
    }
}
