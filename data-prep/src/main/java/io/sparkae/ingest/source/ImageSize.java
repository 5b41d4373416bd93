package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import java.io.Serializable;

/**
 * Height and width of an image.
 *
 * @param height in pixels, >= 1
 * @param width in pixels, >= 1
 */
public record ImageSize(int height, int width) implements Serializable {
    /** 4,096 × 4,096: the floats of a row take 64 MB, and products of sizes stay within an int. */
    static final int MOST_PIXELS = 1 << 24;

    /** Pixels per image. */
    public int pixels() {
        return height * width;
    }

    @Override
    public String toString() {
        return height + " × " + width;
    }

    /**
     * The size of images given their number of pixels: as in the settings, otherwise square.
     *
     * @param file for messages
     * @throws BadInputException if neither is possible
     */
    static ImageSize of(int pixels, SourceSettings settings, String file) {
        int height = settings.height();
        int width = settings.width();
        if (height == 0 && width == 0) {
            height = (int) Math.round(Math.sqrt(pixels));
        }
        if (height == 0) {
            height = pixels / width;
        } else if (width == 0) {
            width = pixels / height;
        }
        if ((long) height * width != pixels) {
            throw new BadInputException(file + ": found " + pixels + " pixels an image, expected "
                    + (settings.height() == 0 && settings.width() == 0
                            ? "a square number; if images are not square, set data.image-height and data.image-width"
                            : "what data.image-height and data.image-width say, " + settings.describeSize()));
        }
        return new ImageSize(height, width);
    }

    /**
     * Checks the number of pixels a row that a file declares, before memory is allocated for rows.
     *
     * @throws BadInputException if there are more than {@link #MOST_PIXELS}
     */
    static void requireWithinLimit(long pixels, String file) {
        if (pixels > MOST_PIXELS) {
            throw new BadInputException(String.format(
                    "%s: expected at most %d pixels a row (4096 × 4096), found %d claimed", file, MOST_PIXELS, pixels));
        }
    }
}
