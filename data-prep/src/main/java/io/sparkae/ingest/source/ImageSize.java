package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import java.io.Serializable;

/**
 * Height and width of an image.
 *
 * @param height in pixels, >= 1
 * @param width in pixels, >= 1
 */
public record ImageSize(int height, int width) implements Serializable {
    /** Pixels an image. */
    public int pixels() {
        return height * width;
    }

    @Override
    public String toString() {
        return height + " × " + width;
    }

    /**
     * The size of images of which only the number of pixels is known: what the settings say, or else a square.
     *
     * @param file for messages
     * @throws BadInputException if they can be neither
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
}
