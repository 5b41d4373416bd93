package io.sparkae.model;

import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.UnitScaling;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The format of the rows that a model was trained on; new rows need the same.
 *
 * @param shape of the images
 * @param scaling from pixel values 0 to 255, or whatever numbers the input held, to features
 * @param classNames in label order, at most {@value #MOST_NAME_CHARACTERS} characters together; empty without labels
 */
public record RowFormat(InputShape shape, Scaling scaling, List<String> classNames) {
    /** The longest class name, in characters. */
    static final int LONGEST_NAME = 1000;

    /** The most characters of all class names together. */
    static final int MOST_NAME_CHARACTERS = 1 << 20;

    /** @throws IllegalArgumentException if the class names are too long */
    public RowFormat {
        classNames = List.copyOf(classNames);
        int longest = classNames.stream().mapToInt(String::length).max().orElse(0);
        long all = classNames.stream().mapToLong(String::length).sum();
        if (longest > LONGEST_NAME || all > MOST_NAME_CHARACTERS) {
            throw new IllegalArgumentException("class names: expected at most " + LONGEST_NAME + " characters each and "
                    + MOST_NAME_CHARACTERS + " together, found up to " + longest + " and " + all);
        }
    }

    /** Grey images with pixel values 0 to 255 divided by 255, without labels. */
    public static RowFormat of(InputShape shape) {
        return new RowFormat(shape, new UnitScaling(), List.of());
    }

    /** The class numbers as names, for classes without names. */
    public static List<String> numbers(int classes) {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
}
