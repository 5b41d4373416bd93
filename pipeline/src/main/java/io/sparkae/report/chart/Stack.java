package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.util.List;

/**
 * Pictures one below the other, as one.
 *
 * @param pictures from top to bottom
 */
public record Stack(List<Picture> pictures) implements Picture {
    @Override
    public int width() {
        return pictures.stream().mapToInt(Picture::width).max().orElse(0);
    }

    @Override
    public int height() {
        return pictures.stream().mapToInt(Picture::height).sum();
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        theme.clear(graphics, this);
        int top = 0;
        for (Picture picture : pictures) {
            Graphics2D own = (Graphics2D) graphics.create();
            own.translate(0, top);
            picture.paint(own, theme);
            own.dispose();
            top += picture.height();
        }
    }
}
