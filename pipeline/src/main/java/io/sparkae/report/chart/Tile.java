package io.sparkae.report.chart;

import java.awt.image.BufferedImage;

/** A small image, to be shown among others. */
public sealed interface Tile permits GreyImage, SignedImage {
    /** In dots of its own. */
    int height();

    /** In dots of its own. */
    int width();

    /** As it is, a dot a value. */
    BufferedImage draw();
}
