package io.sparkae.report.chart;

import java.awt.image.BufferedImage;

/** A small image, drawn among others. */
public sealed interface Tile {
    /** In values. */
    int height();

    /** In values. */
    int width();

    /** The image at one pixel a value. */
    BufferedImage draw();

    /**
     * A greyscale image.
     *
     * @param values {@code [height · width]}, row by row, 0 black to 1 white; values outside are clamped
     */
    record GreyImage(float[] values, int height, int width) implements Tile {

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

    /**
     * An image of signed values; zero is white.
     *
     * @param values {@code [height · width]}, row by row
     * @param limit absolute value of the strongest colour; at least 0
     */
    record SignedImage(float[] values, int height, int width, float limit) implements Tile {

        /** An image whose limit is its largest absolute value. */
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
}
