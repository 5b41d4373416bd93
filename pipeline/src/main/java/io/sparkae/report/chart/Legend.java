package io.sparkae.report.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * A chart's legend: the mark of each series beside its name.
 *
 * @param entries row by row, from left to right
 * @param columns entries side by side
 * @param mark pixels reserved for a mark
 */
record Legend(List<Entry> entries, int columns, int mark) {
    private static final int ROW = 22;
    private static final int GAP = 14;
    private static final int POINT = 20;
    private static final double RADIUS = 5;

    /** The first five differ in shape, so that series differ in more than colour. */
    private static final List<Shape> SHAPES = List.of(
            new Ellipse2D.Double(-1, -1, 2, 2),
            new Rectangle2D.Double(-0.9, -0.9, 1.8, 1.8),
            polygon(0, -1.3, 1.2, 0.9, -1.2, 0.9),
            polygon(0, -1.4, 1.1, 0, 0, 1.4, -1.1, 0),
            polygon(0, 1.3, 1.2, -0.9, -1.2, -0.9));

    /** Draws a mark. */
    @FunctionalInterface
    interface Mark {
        /** @param left edge of the mark, {@code middle} its vertical centre, in pixels */
        void paint(double left, double middle, Graphics2D graphics, Theme theme);
    }

    /**
     * A series.
     *
     * @param name cut if it is longer than its column
     */
    record Entry(String name, Mark mark) {
        /** A point of a class, of {@code number}'s colour and shape. */
        static Entry point(String name, int number) {
            return new Entry(name, (left, middle, graphics, theme) -> {
                graphics.setColor(theme.series(number));
                graphics.fill(shape(number, left + RADIUS + 1, middle, RADIUS));
            });
        }

        /** A point without a class. */
        static Entry unknown(String name) {
            return new Entry(name, (left, middle, graphics, theme) -> {
                graphics.setColor(theme.unknown());
                graphics.fill(shape(0, left + RADIUS + 1, middle, RADIUS));
            });
        }
    }

    /** Points, in as many columns as the longest name leaves room for. */
    static Legend ofPoints(List<Entry> entries) {
        FontMetrics metrics = FittedText.metrics(Theme.TEXT);
        int longest = entries.stream()
                .mapToInt(entry -> metrics.stringWidth(entry.name()))
                .max()
                .orElse(0);
        int pitch = Math.min(POINT + GAP + longest, Theme.WIDTH / 2);
        return new Legend(entries, Math.max(1, (Theme.WIDTH - GAP) / pitch), POINT);
    }

    /** Entries one below the other. */
    static Legend ofLines(List<Entry> entries, int mark) {
        return new Legend(entries, 1, mark);
    }

    /** In pixels. */
    int height() {
        return ROW * ((entries.size() + columns - 1) / columns);
    }

    /** Draws all entries below {@code top}, from {@code indent}, or further left if a name is long, to the right edge. */
    void paint(int indent, int top, Graphics2D graphics, Theme theme) {
        graphics.setFont(Theme.TEXT);
        FontMetrics metrics = graphics.getFontMetrics();
        int longest = entries.stream()
                .mapToInt(entry -> metrics.stringWidth(entry.name()))
                .max()
                .orElse(0);
        int left = Math.min(indent, Math.max(GAP, Theme.WIDTH - mark - longest - GAP));
        int pitch = (Theme.WIDTH - left) / columns;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            int x = left + i % columns * pitch;
            int middle = top + i / columns * ROW + ROW / 2;
            entry.mark().paint(x, middle, graphics, theme);
            graphics.setColor(theme.foreground());
            graphics.drawString(
                    FittedText.cut(entry.name(), metrics, pitch - mark - GAP / 2),
                    x + mark,
                    middle + (metrics.getAscent() - metrics.getDescent()) / 2);
        }
    }

    /** Shape of a point; colours repeat after ten numbers, and the first fifty numbers differ in colour or shape. */
    static Shape shape(int number, double x, double y, double radius) {
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.scale(radius, radius);
        return place.createTransformedShape(SHAPES.get((number + number / 5) % SHAPES.size()));
    }

    private static Path2D polygon(double... coordinates) {
        Path2D path = new Path2D.Double();
        path.moveTo(coordinates[0], coordinates[1]);
        for (int i = 2; i < coordinates.length; i += 2) {
            path.lineTo(coordinates[i], coordinates[i + 1]);
        }
        path.closePath();
        return path;
    }
}
