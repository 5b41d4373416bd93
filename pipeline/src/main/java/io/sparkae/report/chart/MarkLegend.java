package io.sparkae.report.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.List;

/**
 * What marks stand for, in as many columns as the longest name leaves room for.
 *
 * @param entries from left to right, row by row
 * @param unknown what grey marks stand for; empty if there are none
 */
record MarkLegend(List<Entry> entries, String unknown) {
    private static final int ROW = 22;
    private static final int MARK = 20;
    private static final int GAP = 14;
    private static final double RADIUS = 5;

    /**
     * A mark and its name.
     *
     * @param number of the mark's colour and shape
     */
    record Entry(int number, String name) {}

    int height() {
        return ROW * ((count() + columns() - 1) / columns());
    }

    void paint(int top, Graphics2D graphics, Theme theme) {
        graphics.setFont(ChartStyle.TEXT);
        FontMetrics metrics = graphics.getFontMetrics();
        int pitch = pitch();
        for (int i = 0; i < count(); i++) {
            boolean known = i < entries.size();
            int number = known ? entries.get(i).number() : 0;
            int x = GAP + i % columns() * pitch;
            int middle = top + i / columns() * ROW + ROW / 2;
            graphics.setColor(known ? theme.series(number) : theme.unknown());
            graphics.fill(PointMark.of(number, x + MARK / 2.0, middle, RADIUS));
            graphics.setColor(theme.foreground());
            String name = known ? entries.get(i).name() : unknown;
            graphics.drawString(
                    Lettering.fit(name, metrics, pitch - MARK - GAP / 2),
                    x + MARK,
                    middle + metrics.getAscent() / 2 - 1);
        }
    }

    private int count() {
        return entries.size() + (unknown.isEmpty() ? 0 : 1);
    }

    private int columns() {
        return Math.max(1, (ChartStyle.WIDTH - GAP) / pitch());
    }

    private int pitch() {
        FontMetrics metrics = Lettering.metrics(ChartStyle.TEXT);
        int longest = entries.stream()
                .mapToInt(entry -> metrics.stringWidth(entry.name()))
                .max()
                .orElse(0);
        return Math.min(MARK + GAP + Math.max(longest, metrics.stringWidth(unknown)), ChartStyle.WIDTH / 2);
    }
}
