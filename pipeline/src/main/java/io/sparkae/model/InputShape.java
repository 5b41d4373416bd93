package io.sparkae.model;

import java.io.Serializable;

/**
 * What a network is given: grey images, row by row.
 *
 * @param height in pixels
 * @param width in pixels
 */
public record InputShape(int height, int width) implements Serializable {
    /** Values a row. */
    public int features() {
        return Math.multiplyExact(height, width);
    }
}
