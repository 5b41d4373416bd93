package io.sparkae.report.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.List;
import java.util.Locale;

/**
 * A confusion matrix: a cell for each pair of classes, with its count and, where there is room, its share of the true
 * class. Colour is proportional to the logarithm of the share, from {@value #FAINTEST} up, so that rare errors are visible
 * beside the diagonal.
 *
 * @param names of the classes
 * @param counts rows are true classes, columns predicted ones, {@code [classes][classes]}
 */
public record ConfusionChart(List<String> names, long[][] counts) implements Picture {
    private static final double FAINTEST = 0.0005;
    private static final int LONGEST_NAME = 92;
    private static final int SMALLEST_CELL = 18;
    private static final int ROOM_FOR_COUNT = 30;
    private static final int ROOM_FOR_SHARE = 38;
    private static final int TITLE = 24;
    private static final Font SHARE = Theme.TEXT.deriveFont(12f);

    @Override
    public int width() {
        return Math.max(Theme.WIDTH, left() + SMALLEST_CELL * names.size() + 4);
    }

    @Override
    public int height() {
        return TITLE + cell() * names.size() + bottom() + TITLE;
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        theme.clear(graphics, this);
        graphics.setFont(Theme.TEXT);
        graphics.setColor(theme.foreground());
        FontMetrics metrics = graphics.getFontMetrics();
        int side = cell() * names.size();
        graphics.drawString("true class", 4, metrics.getAscent() + 2);
        String below = "predicted class";
        graphics.drawString(
                below, left() + (side - metrics.stringWidth(below)) / 2, height() - metrics.getDescent() - 3);
        for (int i = 0; i < names.size(); i++) {
            String name = FittedText.cut(names.get(i), metrics, LONGEST_NAME);
            int middle = i * cell() + cell() / 2;
            graphics.setColor(theme.foreground());
            graphics.setFont(Theme.TEXT);
            graphics.drawString(
                    name, left() - 8 - metrics.stringWidth(name), TITLE + middle + metrics.getAscent() / 2 - 1);
            columnName(name, left() + middle, TITLE + side + 6, metrics, graphics);
            row(i, graphics, theme);
        }
        graphics.setColor(theme.faint());
        graphics.setStroke(Theme.HAIRLINE);
        graphics.drawRect(left(), TITLE, side, side);
    }

    private void columnName(String name, int middle, int top, FontMetrics metrics, Graphics2D graphics) {
        if (upright()) {
            graphics.drawString(name, middle - metrics.stringWidth(name) / 2, top + metrics.getAscent());
            return;
        }
        AffineTransform before = graphics.getTransform();
        graphics.translate(middle + metrics.getAscent() / 2 - 1, top + metrics.stringWidth(name));
        graphics.rotate(-Math.PI / 2);
        graphics.drawString(name, 0, 0);
        graphics.setTransform(before);
    }

    private void row(int actual, Graphics2D graphics, Theme theme) {
        long total = 0;
        for (long count : counts[actual]) {
            total += count;
        }
        for (int predicted = 0; predicted < names.size(); predicted++) {
            long count = counts[actual][predicted];
            if (count > 0) {
                cell(
                        count,
                        (double) count / total,
                        left() + predicted * cell(),
                        TITLE + actual * cell(),
                        graphics,
                        theme);
            }
        }
    }

    private void cell(long count, double share, int x, int y, Graphics2D graphics, Theme theme) {
        Color colour = theme.amount(strength(share));
        graphics.setColor(colour);
        graphics.fillRect(x, y, cell() - 1, cell() - 1);
        graphics.setColor(Theme.textOn(colour));
        String text = Long.toString(count);
        int room = cell() - 3;
        graphics.setFont(Theme.TEXT);
        boolean withShare = cell() >= ROOM_FOR_SHARE;
        if (cell() >= ROOM_FOR_COUNT && graphics.getFontMetrics().stringWidth(text) > room) {
            graphics.setFont(SHARE); // a count of five digits
        }
        if (cell() >= ROOM_FOR_COUNT || graphics.getFontMetrics().stringWidth(text) <= room) {
            centred(text, x, y + cell() / 2 + (withShare ? -3 : 5), graphics);
        }
        if (withShare) {
            graphics.setFont(SHARE);
            centred(percent(share), x, y + cell() / 2 + 13, graphics);
        }
    }

    private void centred(String text, int x, int base, Graphics2D graphics) {
        graphics.drawString(text, x + (cell() - 1 - graphics.getFontMetrics().stringWidth(text)) / 2, base);
    }

    /** Colour strength of a share, 0 to 1. */
    static double strength(double share) {
        return 0.1 + 0.9 * Math.max(0, 1 - Math.log(share) / Math.log(FAINTEST));
    }

    private static String percent(double share) {
        double percent = 100 * share;
        if (percent >= 99.95) {
            return "100%";
        }
        return percent < 0.05 ? "<0.1%" : String.format(Locale.ROOT, "%.1f%%", percent);
    }

    private int cell() {
        return Math.max(SMALLEST_CELL, (Theme.WIDTH - left() - 4) / names.size());
    }

    /** Whether all names fit a cell's width; else they are vertical. */
    private boolean upright() {
        return longest() <= cell() - 4;
    }

    private int bottom() {
        return 8 + (upright() ? 18 : longest());
    }

    private int left() {
        return Math.max(longest(), 20) + 14;
    }

    /** In pixels. */
    private int longest() {
        FontMetrics metrics = FittedText.metrics(Theme.TEXT);
        return Math.min(
                LONGEST_NAME,
                names.stream().mapToInt(metrics::stringWidth).max().orElse(0));
    }
}
