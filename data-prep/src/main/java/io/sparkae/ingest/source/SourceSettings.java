package io.sparkae.ingest.source;

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
