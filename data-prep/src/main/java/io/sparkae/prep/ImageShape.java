package io.sparkae.prep;

import java.io.Serializable;

/**
 * What every image of a dataset has in common.
 *
 * @param height in pixels
 * @param width in pixels
 * @param classes labels are whole numbers from 0 to below this
 */
public record ImageShape(int height, int width, int classes) implements Serializable {
    /** Pixels an image. */
    public int pixels() {
        return height * width;
    }
}
