package io.sparkae.report.chart;

import java.awt.image.BufferedImage;

/**
 * An image of the data.
 *
 * @param values {@code [height · width]}, row by row, 0 black to 1 white; what lies outside is cut
 */
public record GreyImage(float[] values, int height, int width) implements Tile {

    @Override
    public BufferedImage draw() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < values.length; i++) {
            int grey = Math.round(255 * Math.min(1, Math.max(0, values[i])));
            image.setRGB(i % width, i / width, grey << 16 | grey << 8 | grey);
        }
        return image;
    }
}
