package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * An amount for each pixel of an image, coloured from zero to the largest, with the colour key below.
 *
 * @param values {@code [rows · columns]}, row by row, at least 0
 * @param rows of pixels
 * @param columns of pixels
 * @param label measured quantity with its unit
 */
public record HeatMap(float[] values, int rows, int columns, String label) implements Picture {
    private static final int SIDE = 380;
    private static final int GAP = 8;

    @Override
    public int height() {
        return GAP + drawnHeight() + GAP + key().height();
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        theme.clear(graphics, this);
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        int drawnWidth = drawnHeight() * columns / rows;
        graphics.drawImage(draw(), (width() - drawnWidth) / 2, GAP, drawnWidth, drawnHeight(), null);
        Graphics2D below = (Graphics2D) graphics.create();
        below.translate(0, GAP + drawnHeight() + GAP);
        key().paint(below, theme);
        below.dispose();
    }

    private BufferedImage draw() {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        float largest = largest();
        for (int i = 0; i < values.length; i++) {
            double share = largest == 0 ? 0 : values[i] / largest;
            image.setRGB(i % columns, i / columns, ColourScale.AMOUNT.at(share).getRGB());
        }
        return image;
    }

    private int drawnHeight() {
        return Math.max(1, SIDE * rows / Math.max(rows, columns));
    }

    private ColourScale.Key key() {
        return new ColourScale.Key(ColourScale.AMOUNT, Axis.Tick.upTo(largest()), label);
    }

    private float largest() {
        float largest = 0;
        for (float value : values) {
            largest = value > largest ? value : largest;
        }
        return largest;
    }
}
