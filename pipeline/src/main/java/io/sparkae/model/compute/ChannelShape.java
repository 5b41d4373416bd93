package io.sparkae.model.compute;

/**
 * An image with channels.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels values a pixel
 */
record ChannelShape(int height, int width, int channels) {
    int size() {
        return height * width * channels;
    }

    /** Where DL4J has the value that lies at {@code i} here: it has channels outermost, here they are innermost. */
    int dl4j(int i) {
        int pixel = i / channels;
        return i % channels * height * width + pixel;
    }
}
