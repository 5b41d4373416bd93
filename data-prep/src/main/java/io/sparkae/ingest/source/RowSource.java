package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import io.sparkae.files.HashedInput;
import io.sparkae.files.InputFile;
import io.sparkae.ingest.source.FileKind.ForeignFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * All files of one input, in order, and what their images have in common.
 *
 * @param name what messages call it
 * @param files one after the other
 * @param size of every image
 * @param pixelType of every image
 */
public record RowSource(String name, List<ImageFile> files, ImageSize size, PixelType pixelType) {
    /** The most pixels that an image may have, whatever its file says. */
    public static final int MOST_PIXELS = ImageSize.MOST_PIXELS;

    private static final int SHOWN = 3;

    /**
     * Finds and opens the files.
     *
     * @param locations files, folders or globs, each of one format
     * @throws BadInputException if one is not there, cannot be used or does not go with the others
     */
    public static RowSource open(List<String> locations, SourceSettings settings, Configuration conf)
            throws IOException {
        List<ImageFile> files = new ArrayList<>();
        for (String location : locations) {
            FileKind kind = null;
            for (FileBytes file : InputFiles.find(location, conf)) {
                byte[] start = file.start(ForeignFormat.ENOUGH, conf);
                if (start.length == 0 && !file.name().equals(location)) {
                    continue; // a part without rows, such as Spark writes
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
        files.forEach(ImageFile::defaultLabel); // which must be one
        if (files.isEmpty()) {
            throw new BadInputException(name + ": expected rows of images, found none");
        }
        return of(name, files, settings);
    }

    /** A source of files that are open already. */
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
                        + " as in " + first.name() + "; Parquet goes together with Parquet only");
            }
        }
        return new RowSource(name, List.copyOf(files), size, type);
    }

    /**
     * Describes a file for the manifest; reads all of it.
     *
     * @throws BadInputException if it cannot be read
     */
    public static InputFile describe(InputPath input, Configuration conf) throws IOException {
        return hash(input, conf).file();
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

    /** What to describe in the manifest; nothing if all rows are drawn. */
    public List<InputPath> inputs() {
        return files.stream().flatMap(file -> file.inputs().stream()).toList();
    }

    /** What a user should know of the files before going on: the first such thing, and in how many others it is so. */
    public Optional<String> warning() {
        List<String> all =
                files.stream().flatMap(file -> file.warning().stream()).toList();
        return all.stream()
                .findFirst()
                .map(first -> all.size() > 1 ? first + "; the same of " + (all.size() - 1) + " others" : first);
    }

    /** Pixels an image. */
    public int pixels() {
        return size.pixels();
    }

    /** Bytes an image takes in a {@link SourceBlock}. */
    public int bytesPerRow() {
        return pixels() * pixelType.bytes();
    }
}
