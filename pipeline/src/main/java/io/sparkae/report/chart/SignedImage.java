package io.sparkae.report.chart;

import java.awt.image.BufferedImage;

/**
 * An image of numbers of either sign, zero being white.
 *
 * @param values {@code [height · width]}, row by row
 * @param limit the absolute value that has the strongest colour; at least 0
 */
public record SignedImage(float[] values, int height, int width, float limit) implements Tile {

    /** With the largest absolute value as its limit. */
    public static SignedImage of(float[] values, int height, int width) {
        float limit = 0;
        for (float value : values) {
            limit = Math.max(limit, Math.abs(value));
        }
        return new SignedImage(values, height, width, limit);
    }

    @Override
    public BufferedImage draw() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < values.length; i++) {
            double place = limit == 0 ? 0.5 : (1 + values[i] / limit) / 2;
            image.setRGB(i % width, i / width, ColourScale.SIGNED.at(place).getRGB());
        }
        return image;
    }
}
