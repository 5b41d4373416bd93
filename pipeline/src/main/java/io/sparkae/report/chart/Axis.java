package io.sparkae.report.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;

/**
 * A linear axis of a picture that we draw ourselves.
 *
 * @param title what is measured, with its unit
 * @param low its value at the left or lower end
 * @param high its value at the other end
 */
record Axis(String title, double low, double high) {
    /** Pixels that ticks and title need beside the plot. */
    static final int ROOM = 46;
    /** Pixels that they need left of it, with labels of up to six letters. */
    static final int ROOM_LEFT = 74;

    private static final int PIXELS_A_TICK_BELOW = 60;
    private static final int PIXELS_A_TICK_LEFT = 50;
    private static final double MARGIN = 0.03;

    /** An axis that is never empty: around a single value it reaches half a unit to each side. */
    Axis {
        if (!(high > low)) {
            double middle = Double.isFinite(low) ? low : 0;
            low = middle - 0.5;
            high = middle + 0.5;
        }
    }

    /** An axis for these values, with a little room at its ends. */
    static Axis around(String title, double smallest, double largest) {
        double margin = MARGIN * (largest - smallest);
        return new Axis(title, smallest - margin, largest + margin);
    }

    /** How many pixels right of the plot's left side a value is. */
    double across(double value, Rectangle plot) {
        return plot.x + (value - low) / (high - low) * plot.width;
    }

    /** How far down the picture a value is. */
    double up(double value, Rectangle plot) {
        return plot.y + plot.height - (value - low) / (high - low) * plot.height;
    }

    /** Draws grid lines through the plot, and their values and the title below it. */
    void paintBelow(Rectangle plot, Graphics2D graphics, Theme theme) {
        FontMetrics metrics = metrics(graphics);
        Ticks ticks = Ticks.between(low, high, Math.max(1, plot.width / PIXELS_A_TICK_BELOW));
        int bottom = plot.y + plot.height;
        for (double value : ticks.values()) {
            int x = (int) Math.round(across(value, plot));
            graphics.setColor(theme.faint());
            graphics.drawLine(x, plot.y, x, bottom);
            graphics.setColor(theme.foreground());
            String label = ticks.label(value);
            graphics.drawString(label, x - metrics.stringWidth(label) / 2, bottom + 4 + metrics.getAscent());
        }
        graphics.drawString(
                title,
                Math.max(4, plot.x + (plot.width - metrics.stringWidth(title)) / 2),
                bottom + ROOM - metrics.getDescent());
    }

    /** Draws grid lines through the plot, and their values and the title left of it. */
    void paintLeft(Rectangle plot, Graphics2D graphics, Theme theme) {
        FontMetrics metrics = metrics(graphics);
        Ticks ticks = Ticks.between(low, high, Math.max(1, plot.height / PIXELS_A_TICK_LEFT));
        for (double value : ticks.values()) {
            int y = (int) Math.round(up(value, plot));
            graphics.setColor(theme.faint());
            graphics.drawLine(plot.x, y, plot.x + plot.width, y);
            graphics.setColor(theme.foreground());
            String label = ticks.label(value);
            graphics.drawString(label, plot.x - 6 - metrics.stringWidth(label), y + metrics.getAscent() / 2 - 1);
        }
        AffineTransform before = graphics.getTransform();
        graphics.rotate(-Math.PI / 2);
        graphics.drawString(title, -(plot.y + (plot.height + metrics.stringWidth(title)) / 2), metrics.getAscent());
        graphics.setTransform(before);
    }

    private static FontMetrics metrics(Graphics2D graphics) {
        graphics.setFont(ChartStyle.TEXT);
        graphics.setStroke(ChartStyle.HAIRLINE);
        return graphics.getFontMetrics();
    }
}
