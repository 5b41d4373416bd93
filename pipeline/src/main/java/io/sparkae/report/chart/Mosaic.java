package io.sparkae.report.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.List;

/**
 * Images edge to edge over two axes, each standing at its own place.
 *
 * @param across how many lie side by side
 * @param images row by row from the bottom, as y grows upwards
 * @param x the axis below
 * @param y the axis at the left
 */
public record Mosaic(int across, List<? extends Tile> images, Side x, Side y) implements Picture {
    private static final int LEFT = 72;
    private static final int BELOW = 46;
    private static final int GAP = 4;
    private static final int TICK = 5;

    /**
     * An axis.
     *
     * @param label what it is, with its unit
     * @param ticks places are counted from the middle of the first image to that of the last
     */
    public record Side(String label, List<Tick> ticks) {}

    @Override
    public int height() {
        return GAP + down() * cellHeight() + BELOW;
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        graphics.setColor(theme.background());
        graphics.fillRect(0, 0, width(), height());
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        for (int i = 0; i < images.size(); i++) {
            int left = LEFT + i % across * cell();
            int top = GAP + (down() - 1 - i / across) * cellHeight();
            graphics.drawImage(images.get(i).draw(), left, top, cell(), cellHeight(), null);
        }
        graphics.setColor(theme.foreground());
        graphics.setFont(ChartStyle.TEXT);
        xAxis(graphics);
        yAxis(graphics);
    }

    private void xAxis(Graphics2D graphics) {
        FontMetrics metrics = graphics.getFontMetrics();
        int bottom = GAP + down() * cellHeight();
        int length = (across - 1) * cell();
        for (Tick tick : x.ticks()) {
            int at = LEFT + cell() / 2 + (int) Math.round(tick.place() * length);
            graphics.drawLine(at, bottom, at, bottom + TICK);
            graphics.drawString(
                    tick.text(), at - metrics.stringWidth(tick.text()) / 2, bottom + TICK + metrics.getAscent());
        }
        int middle = LEFT + across * cell() / 2;
        graphics.drawString(
                x.label(),
                middle - metrics.stringWidth(x.label()) / 2,
                bottom + TICK + metrics.getHeight() + metrics.getAscent());
    }

    private void yAxis(Graphics2D graphics) {
        FontMetrics metrics = graphics.getFontMetrics();
        int bottom = GAP + down() * cellHeight();
        int length = (down() - 1) * cellHeight();
        for (Tick tick : y.ticks()) {
            int at = bottom - cellHeight() / 2 - (int) Math.round(tick.place() * length);
            graphics.drawLine(LEFT - TICK, at, LEFT, at);
            graphics.drawString(
                    tick.text(),
                    LEFT - TICK - GAP - metrics.stringWidth(tick.text()),
                    at + (metrics.getAscent() - metrics.getDescent()) / 2);
        }
        Graphics2D turned = (Graphics2D) graphics.create();
        turned.rotate(-Math.PI / 2);
        int middle = bottom - down() * cellHeight() / 2;
        turned.drawString(y.label(), -middle - metrics.stringWidth(y.label()) / 2, metrics.getAscent());
        turned.dispose();
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
