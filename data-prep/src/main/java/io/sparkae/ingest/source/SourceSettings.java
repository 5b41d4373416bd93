package io.sparkae.ingest.source;

/**
 * What the settings say of the input's form.
 *
 * @param height of an image in pixels, 0 if the data says
 * @param width of an image in pixels, 0 if the data says
 * @param labelLimit labels are whole numbers from 0 to below this
 * @param header whether CSV files begin with a header line
 */
public record SourceSettings(int height, int width, int labelLimit, boolean header) {
    /** Pixels an image, 0 if the data says. */
    int pixels() {
        return height * width;
    }

    String describeSize() {
        return (height == 0 ? "any" : height) + " × " + (width == 0 ? "any" : width);
    }
}
