package io.sparkae.model;

import java.io.Serializable;

/**
 * The shape of a network's input: images, row by row, a pixel's channels together.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels values a pixel; 1 for grey images and for rows that are no images
 */
public record InputShape(int height, int width, int channels) implements Serializable {
    /** Grey images. */
    public InputShape(int height, int width) {
        this(height, width, 1);
    }

    /** Values a row. */
    public int features() {
        return Math.multiplyExact(Math.multiplyExact(height, width), channels);
    }
}
