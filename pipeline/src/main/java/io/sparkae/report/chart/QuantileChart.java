package io.sparkae.report.chart;

import java.awt.BasicStroke;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Distributions one below the other on a common axis, each as a box from the 25th to the 75th percentile, a line at the median, whiskers from
 * the 5th to the 95th percentile, and dots at the 1st and the 99th. The axis starts at zero; values are not negative.
 *
 * @param axis measured quantity with its unit
 * @param boxes from top to bottom, at least one
 */
public record QuantileChart(String axis, List<Box> boxes) implements Picture {
    private static final int ROW = 28;
    private static final int BOX = 16;
    private static final int DOT = 5;
    private static final int LONGEST_NAME = 130;
    private static final BasicStroke MEDIAN = new BasicStroke(3);

    /**
     * One distribution.
     *
     * @param name shown left of it
     * @param p1 1st percentile
     * @param p5 5th percentile
     * @param p25 25th percentile
     * @param p50 median
     * @param p75 75th percentile
     * @param p95 95th percentile
     * @param p99 99th percentile
     * @param apart drawn in grey, to set it apart from the others
     */
    public record Box(
            String name,
            double p1,
            double p5,
            double p25,
            double p50,
            double p75,
            double p95,
            double p99,
            boolean apart) {}

    @Override
    public int height() {
        return ROW * boxes.size() + Axis.ROOM + 4;
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        theme.clear(graphics, this);
        graphics.setFont(Theme.TEXT);
        FontMetrics metrics = graphics.getFontMetrics();
        int longest = boxes.stream()
                .mapToInt(box -> metrics.stringWidth(box.name()))
                .max()
                .orElseThrow();
        int left = Math.min(LONGEST_NAME, longest) + 14;
        Rectangle plot = new Rectangle(left, 4, width() - left - 16, ROW * boxes.size());
        Axis values = Axis.linear(
                axis, 0, 1.03 * boxes.stream().mapToDouble(Box::p99).max().orElseThrow());
        values.paintBelow(plot, graphics, theme);
        for (int i = 0; i < boxes.size(); i++) {
            int middle = plot.y + ROW * i + ROW / 2;
            String name = FittedText.cut(boxes.get(i).name(), metrics, LONGEST_NAME);
            graphics.setColor(theme.foreground());
            graphics.drawString(name, left - 8 - metrics.stringWidth(name), middle + metrics.getAscent() / 2 - 1);
            paint(boxes.get(i), middle, values, plot, graphics, theme);
        }
    }

    private static void paint(Box box, int middle, Axis values, Rectangle plot, Graphics2D graphics, Theme theme) {
        double from = values.across(box.p25(), plot);
        double to = values.across(box.p75(), plot);
        double median = values.across(box.p50(), plot);
        graphics.setColor(theme.foreground());
        graphics.setStroke(Theme.HAIRLINE);
        graphics.draw(new Line2D.Double(values.across(box.p5(), plot), middle, values.across(box.p95(), plot), middle));
        for (double end : new double[] {box.p5(), box.p95()}) {
            double x = values.across(end, plot);
            graphics.draw(new Line2D.Double(x, middle - BOX / 4.0, x, middle + BOX / 4.0));
        }
        for (double far : new double[] {box.p1(), box.p99()}) {
            double x = values.across(far, plot);
            graphics.fill(new Ellipse2D.Double(x - DOT / 2.0, middle - DOT / 2.0, DOT, DOT));
        }
        Rectangle2D half = new Rectangle2D.Double(from, middle - BOX / 2.0, to - from, BOX);
        graphics.setColor(box.apart() ? theme.unknown() : theme.series(0));
        graphics.fill(half);
        graphics.setColor(theme.foreground());
        graphics.draw(half);
        graphics.setStroke(MEDIAN);
        graphics.draw(new Line2D.Double(median, middle - BOX / 2.0 + 1, median, middle + BOX / 2.0 - 1));
    }
}
