package io.sparkae.source;

import io.sparkae.dataset.BadInputException;
import io.sparkae.dataset.HashedInput;
import io.sparkae.dataset.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * All files of one input, in order, and what their images have in common.
 *
 * @param name what messages call it
 * @param files one after the other
 * @param size of every image
 * @param pixelType of every image
 */
public record RowSource(String name, List<ImageFile> files, ImageSize size, PixelType pixelType) {

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
                FileKind found = FileKind.of(file, conf);
                if (kind != null && found != kind) {
                    throw new BadInputException(location + ": expected files of one format, found " + kind + " and, in "
                            + file.name() + ", " + found);
                }
                kind = found;
                files.add(found.open(file, settings, conf));
            }
        }
        String name = String.join(", ", locations);
        files.removeIf(file -> file.pixels() == 0); // a part without rows, such as Spark writes
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

    /** Describes a file for the manifest; reads all of it. */
    public static InputFile describe(String path, Configuration conf) throws IOException {
        Path file = new Path(path);
        return InputFile.describe(file.getFileSystem(conf), file, path);
    }

    /** Describes a file for the manifest, before it is read for its rows; reads all of it. */
    public static HashedInput hash(String path, Configuration conf) throws IOException {
        Path file = new Path(path);
        return HashedInput.of(file.getFileSystem(conf), file, path);
    }

    /** Whether a file, after it was read for its rows, is still what was hashed. */
    public static boolean isUnchanged(String path, HashedInput hashed, Configuration conf) throws IOException {
        Path file = new Path(path);
        return hashed.isUnchanged(file.getFileSystem(conf), file);
    }

    /** What to describe in the manifest; nothing if all rows are drawn. */
    public List<String> paths() {
        return files.stream().flatMap(file -> file.paths().stream()).toList();
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
