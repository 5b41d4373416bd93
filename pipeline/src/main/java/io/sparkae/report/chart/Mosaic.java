package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.util.List;

/**
 * Images edge to edge over two axes, which give the coordinates of each image.
 *
 * @param across images side by side
 * @param images row by row from the bottom up
 * @param x axis below, from the centre of the first image of a row to that of the last
 * @param y axis at the left, from the centre of the lowest row to that of the uppermost
 */
public record Mosaic(int across, List<? extends Tile> images, Axis x, Axis y) implements Picture {
    private static final int LEFT = 72;
    private static final int BELOW = Axis.ROOM;
    private static final int GAP = 4;

    @Override
    public int height() {
        return GAP + down() * cellHeight() + BELOW;
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        theme.clear(graphics, this);
        int right = across * cell();
        int bottom = down() * cellHeight();
        x.paintBelow(new Rectangle(LEFT + cell() / 2, GAP, right - cell(), bottom), graphics, theme);
        y.paintLeft(new Rectangle(LEFT, GAP + cellHeight() / 2, right, bottom - cellHeight()), graphics, theme);
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        for (int i = 0; i < images.size(); i++) {
            int left = LEFT + i % across * cell();
            int top = GAP + (down() - 1 - i / across) * cellHeight();
            graphics.drawImage(images.get(i).draw(), left, top, cell(), cellHeight(), null);
        }
    }

    private int down() {
        return (images.size() + across - 1) / across;
    }

    private int cell() {
        return (width() - LEFT) / across;
    }

    private int cellHeight() {
        return Math.max(1, cell() * images.get(0).height() / images.get(0).width());
    }
}
