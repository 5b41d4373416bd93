package io.sparkae.report.chart;

import java.awt.AlphaComposite;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A scatter plot, coloured by class. Points are drawn in the given order, so that no class covers all others; each class's
 * name stands at the median of its points, or below it where that would cover another name.
 *
 * @param xAxis title with unit
 * @param yAxis title with unit
 * @param x coordinate of each point
 * @param y coordinate of each point
 * @param classes of the points; {@link #NO_CLASS} is drawn in grey below all others
 * @param names of the classes
 */
public record PointChart(String xAxis, String yAxis, double[] x, double[] y, int[] classes, List<String> names)
        implements Picture {
    /** An unknown class. */
    public static final int NO_CLASS = -1;

    private static final int PLOT = 430;
    private static final double RADIUS = 2.2;
    private static final Font NAME = new Font(Font.SANS_SERIF, Font.BOLD, 14);
    private static final int LONGEST_NAME = 110;

    @Override
    public int height() {
        return 8 + PLOT + Axis.ROOM + legend().height();
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        theme.clear(graphics, this);
        Rectangle plot = new Rectangle(Axis.ROOM_LEFT, 8, width() - Axis.ROOM_LEFT - 14, PLOT);
        Axis across = axis(xAxis, x);
        Axis up = axis(yAxis, y);
        across.paintBelow(plot, graphics, theme);
        up.paintLeft(plot, graphics, theme);
        Composite before = graphics.getComposite();
        graphics.setComposite(AlphaComposite.SrcOver.derive(0.75f));
        points(true, across, up, plot, graphics, theme);
        points(false, across, up, plot, graphics, theme);
        graphics.setComposite(before);
        List<Shape> letters = new ArrayList<>();
        shown().forEach(c -> letters.add(beside(letters, name(c, across, up, plot, graphics))));
        graphics.setColor(theme.background());
        graphics.setStroke(Theme.HALO);
        letters.forEach(graphics::draw);
        graphics.setColor(theme.foreground());
        letters.forEach(graphics::fill);
        legend().paint(14, plot.y + PLOT + Axis.ROOM, graphics, theme);
    }

    private void points(boolean unknown, Axis across, Axis up, Rectangle plot, Graphics2D graphics, Theme theme) {
        for (int i = 0; i < x.length; i++) {
            if ((classes[i] == NO_CLASS) == unknown) {
                graphics.setColor(unknown ? theme.unknown() : theme.series(classes[i]));
                graphics.fill(
                        Legend.shape(Math.max(0, classes[i]), across.across(x[i], plot), up.up(y[i], plot), RADIUS));
            }
        }
    }

    private Shape name(int number, Axis across, Axis up, Rectangle plot, Graphics2D graphics) {
        FontMetrics metrics = graphics.getFontMetrics(NAME);
        String text = FittedText.cut(names.get(number), metrics, LONGEST_NAME);
        if (text.isEmpty()) {
            return new Path2D.Double();
        }
        double left = across.across(median(x, number), plot) - metrics.stringWidth(text) / 2.0;
        double base = up.up(median(y, number), plot) + metrics.getAscent() / 2.0 - 1;
        return new TextLayout(text, NAME, graphics.getFontRenderContext())
                .getOutline(AffineTransform.getTranslateInstance(left, base));
    }

    /** A name, moved down until it covers no earlier one. */
    private static Shape beside(List<Shape> others, Shape name) {
        Rectangle place = name.getBounds();
        int down = 0;
        for (int i = 0; i < others.size(); i++) {
            Rectangle taken = others.get(i).getBounds();
            if (taken.intersects(place)) {
                int step = taken.y + taken.height + 2 - place.y;
                place.translate(0, step);
                down += step;
                i = -1; // it may cover an earlier one now
            }
        }
        return AffineTransform.getTranslateInstance(0, down).createTransformedShape(name);
    }

    private double median(double[] values, int number) {
        double[] own = IntStream.range(0, values.length)
                .filter(i -> classes[i] == number)
                .mapToDouble(i -> values[i])
                .toArray();
        return StatUtils.percentile(own, 50);
    }

    /** The classes that have points, in order. */
    private IntStream shown() {
        return Arrays.stream(classes).filter(c -> c != NO_CLASS).distinct().sorted();
    }

    private Legend legend() {
        List<Legend.Entry> entries = new ArrayList<>();
        shown().forEach(c -> entries.add(Legend.Entry.point(names.get(c), c)));
        if (!entries.isEmpty() && Arrays.stream(classes).anyMatch(c -> c == NO_CLASS)) {
            entries.add(Legend.Entry.unknown("no label"));
        }
        return Legend.ofPoints(entries);
    }

    private static Axis axis(String title, double[] values) {
        return Axis.around(
                title,
                Arrays.stream(values).min().orElse(0),
                Arrays.stream(values).max().orElse(0));
    }
}
