package io.sparkae.benchmark;

import io.sparkae.report.chart.Picture;
import io.sparkae.report.chart.Theme;
import java.awt.Graphics2D;

/** Two pictures in one file. */
record SideBySide(Picture left, Picture right) implements Picture {
    @Override
    public int width() {
        return left.width() + right.width();
    }

    @Override
    public int height() {
        return Math.max(left.height(), right.height());
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        graphics.setColor(theme.background()); // below the lower one
        graphics.fillRect(0, 0, width(), height());
        left.paint(graphics, theme);
        graphics.translate(left.width(), 0);
        right.paint(graphics, theme);
    }
}
