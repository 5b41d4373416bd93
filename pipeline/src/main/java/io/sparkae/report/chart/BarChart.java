package io.sparkae.report.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups of bars on a common axis.
 *
 * @param xAxis title below the groups' names
 * @param yAxis title of the vertical axis, with its unit
 * @param groups their names, from left to right; at least one
 * @param series a bar in each group
 */
public record BarChart(String xAxis, String yAxis, List<String> groups, List<Bars> series) implements Picture {
    private static final int LETTERS_A_LINE = 60;
    /** Additional height for vertical names. */
    private static final int VERTICAL = 70;

    private static final int LEGEND_LINE = 24;
    private static final int SAMPLE = 16;
    /** Share of a group's width that its bars fill. */
    private static final double FILLED = 0.8;

    /**
     * Bars of one kind.
     *
     * @param name for the legend
     * @param heights one a group, at least 0
     */
    public record Bars(String name, double[] heights) {}

    @Override
    public int height() {
        return Theme.HEIGHT + LEGEND_LINE * Math.max(0, series.size() - 1) + (vertical() ? VERTICAL : 0);
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        theme.clear(graphics, this);
        Axis up = axis();
        Legend legend = legend();
        int room = Axis.ROOM + (vertical() ? VERTICAL : 0);
        int plotHeight = height() - 12 - room - 8 - legend.height();
        int left = up.roomLeft(plotHeight);
        Rectangle plot = new Rectangle(left, 12, width() - left - 16, plotHeight);
        up.paintLeft(plot, graphics, theme);
        double pitch = (double) plot.width / groups.size();
        double bar = FILLED * pitch / series.size();
        for (int i = 0; i < series.size(); i++) {
            graphics.setColor(theme.series(i));
            for (int j = 0; j < groups.size(); j++) {
                double x = plot.x + (j + (1 - FILLED) / 2) * pitch + i * bar;
                double y = up.up(series.get(i).heights()[j], plot);
                graphics.fill(new Rectangle2D.Double(x, y, bar, plot.y + plot.height - y));
            }
        }
        names(plot, pitch, graphics, theme);
        Axis.titleBelow(xAxis, plot, room, graphics, theme);
        legend.paint(left, plot.y + plotHeight + room + 4, graphics, theme);
    }

    /** Names below the groups; of groups narrower than a name, only those that have room. */
    private void names(Rectangle plot, double pitch, Graphics2D graphics, Theme theme) {
        FontMetrics metrics = graphics.getFontMetrics();
        graphics.setColor(theme.foreground());
        int widest = groups.stream().mapToInt(metrics::stringWidth).max().orElse(0);
        double needed = vertical() ? metrics.getAscent() : widest + 6;
        int step = (int) Math.max(1, Math.ceil(needed / pitch));
        for (int j = 0; j < groups.size(); j += step) {
            double middle = plot.x + (j + 0.5) * pitch;
            int top = plot.y + plot.height + 5;
            if (vertical()) {
                String name = FittedText.cut(groups.get(j), metrics, VERTICAL + metrics.getAscent());
                AffineTransform before = graphics.getTransform();
                graphics.translate(middle + metrics.getAscent() / 2.0 - 2, top + metrics.stringWidth(name));
                graphics.rotate(-Math.PI / 2);
                graphics.drawString(name, 0, 0);
                graphics.setTransform(before);
            } else {
                float x = (float) (middle - metrics.stringWidth(groups.get(j)) / 2.0);
                graphics.drawString(groups.get(j), x, top + metrics.getAscent());
            }
        }
    }

    private Axis axis() {
        double[] heights = series.stream()
                .flatMapToDouble(bars -> Arrays.stream(bars.heights()))
                .toArray();
        boolean whole = Arrays.stream(heights).allMatch(height -> height == Math.rint(height));
        return Axis.fromZero(
                yAxis,
                whole ? Axis.Scale.WHOLE : Axis.Scale.LINEAR,
                Arrays.stream(heights).max().orElse(0));
    }

    /** Empty for a single kind of bars. */
    private Legend legend() {
        return Legend.ofLines(
                IntStream.range(0, series.size() > 1 ? series.size() : 0)
                        .mapToObj(i -> new Legend.Entry(series.get(i).name(), (left, middle, graphics, theme) -> {
                            graphics.setColor(theme.series(i));
                            graphics.fill(new Rectangle2D.Double(left, middle - SAMPLE / 2.0, SAMPLE, SAMPLE));
                        }))
                        .toList(),
                SAMPLE + 10);
    }

    private boolean vertical() {
        return String.join("  ", groups).length() > LETTERS_A_LINE;
    }
}
