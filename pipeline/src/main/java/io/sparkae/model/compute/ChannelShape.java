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

    /** DL4J's index, channels outermost, of the value with index {@code i} here, channels innermost. */
    int dl4j(int i) {
        int pixel = i / channels;
        return i % channels * height * width + pixel;
    }
}
