package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Lines over common axes.
 *
 * @param xAxis title of the horizontal axis, with its unit
 * @param yAxis title of the vertical axis, with its unit
 * @param xScale of the horizontal axis
 * @param yScale of the vertical axis
 * @param series in the legend's order; values that are not finite leave a gap
 */
public record LineChart(String xAxis, String yAxis, Axis.Scale xScale, Axis.Scale yScale, List<Series> series)
        implements Picture {
    /** An axis whose smallest value is below this share of its largest starts at zero. */
    private static final double NEAR_ZERO = 0.4;

    private static final int LEGEND_LINE = 24;
    private static final int SAMPLE = 28;
    private static final double RADIUS = 4;

    /**
     * A line.
     *
     * @param name for the legend; may be empty
     * @param x ascending
     * @param y a value for each x
     * @param look how it is drawn
     */
    public record Series(String name, double[] x, double[] y, Look look) {
        private static final int FEW = 12;

        /** How a series is drawn. */
        public enum Look {
            /** A line. */
            LINE,
            /** A line with a mark at each point, for a few points. */
            DOTTED_LINE,
            /** A dashed line, for a level that others are compared with. */
            REFERENCE
        }

        /** A line, with marks if it has at most {@value #FEW} points. */
        public static Series line(String name, double[] x, double[] y) {
            return new Series(name, x, y, x.length <= FEW ? Look.DOTTED_LINE : Look.LINE);
        }

        /**
         * The outline of a histogram.
         *
         * @param edges of its bins, ascending, one more than there are bins
         * @param heights of the bins
         */
        public static Series outline(String name, double[] edges, double[] heights) {
            int last = edges.length - 1;
            double[] x = new double[2 * edges.length + 2];
            double[] y = new double[x.length];
            for (int i = 0; i <= last; i++) {
                x[2 * i + 1] = edges[i];
                x[2 * i + 2] = edges[i];
            }
            for (int i = 0; i < heights.length; i++) {
                y[2 * i + 2] = heights[i];
                y[2 * i + 3] = heights[i];
            }
            // half an empty bin at each side
            x[0] = edges[0] - (edges[1] - edges[0]) / 2;
            x[x.length - 1] = edges[last] + (edges[last] - edges[last - 1]) / 2;
            return new Series(name, x, y, Look.LINE);
        }

        /** A dashed horizontal line. */
        public static Series level(String name, double from, double to, double y) {
            return new Series(name, new double[] {from, to}, new double[] {y, y}, Look.REFERENCE);
        }
    }

    /** A chart with linear axes. */
    public LineChart(String xAxis, String yAxis, List<Series> series) {
        this(xAxis, yAxis, Axis.Scale.LINEAR, Axis.Scale.LINEAR, series);
    }

    @Override
    public int height() {
        return Theme.HEIGHT + LEGEND_LINE * Math.max(0, series.size() - 1);
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        theme.clear(graphics, this);
        Axis across = horizontal();
        Axis up = vertical();
        Legend legend = legend();
        int plotHeight = height() - 12 - Axis.ROOM - 8 - legend.height();
        int left = up.roomLeft(plotHeight);
        Rectangle plot = new Rectangle(left, 12, width() - left - 16, plotHeight);
        across.paintBelow(plot, graphics, theme);
        up.paintLeft(plot, graphics, theme);
        for (int i = 0; i < series.size(); i++) {
            graphics.setColor(theme.series(i));
            graphics.setStroke(stroke(i));
            line(series.get(i), i, across, up, plot, graphics);
        }
        legend.paint(left, plot.y + plotHeight + Axis.ROOM + 4, graphics, theme);
    }

    private static void line(Series one, int number, Axis across, Axis up, Rectangle plot, Graphics2D graphics) {
        Path2D path = new Path2D.Double();
        boolean drawing = false;
        for (int i = 0; i < one.x().length; i++) {
            double x = across.across(one.x()[i], plot);
            double y = up.up(one.y()[i], plot);
            boolean finite = Double.isFinite(x) && Double.isFinite(y);
            if (finite && drawing) {
                path.lineTo(x, y);
            } else if (finite) {
                path.moveTo(x, y);
            }
            if (finite && one.look() == Series.Look.DOTTED_LINE) {
                graphics.fill(Legend.shape(number, x, y, RADIUS));
            }
            drawing = finite;
        }
        graphics.draw(path);
    }

    private Stroke stroke(int number) {
        return switch (series.get(number).look()) {
            case LINE -> Theme.line(number);
            case DOTTED_LINE -> Theme.line(0);
            case REFERENCE -> Theme.REFERENCE;
        };
    }

    private Axis horizontal() {
        boolean whole = xScale == Axis.Scale.LINEAR
                && values(Series::x).allMatch(x -> 2 * x == Math.rint(2 * x)); // epochs, or edges around dimensions
        return Axis.around(
                xAxis,
                whole ? Axis.Scale.WHOLE : xScale,
                values(Series::x).min().orElse(Double.NaN),
                values(Series::x).max().orElse(Double.NaN));
    }

    private Axis vertical() {
        double low = values(Series::y).min().orElse(Double.NaN);
        double high = values(Series::y).max().orElse(Double.NaN);
        boolean fromZero = yScale == Axis.Scale.LINEAR && low >= 0 && low < NEAR_ZERO * high;
        return Axis.around(yAxis, yScale, fromZero ? 0 : low, high);
    }

    private DoubleStream values(Function<Series, double[]> coordinate) {
        return series.stream()
                .flatMapToDouble(one -> Arrays.stream(coordinate.apply(one)))
                .filter(Double::isFinite);
    }

    /** Empty for a single series without a name. */
    private Legend legend() {
        boolean shown = series.size() > 1 || !series.get(0).name().isEmpty();
        return Legend.ofLines(
                IntStream.range(0, shown ? series.size() : 0)
                        .mapToObj(i -> new Legend.Entry(series.get(i).name(), sample(i)))
                        .toList(),
                SAMPLE + 10);
    }

    private Legend.Mark sample(int number) {
        return (left, middle, graphics, theme) -> {
            graphics.setColor(theme.series(number));
            graphics.setStroke(stroke(number));
            graphics.draw(new Line2D.Double(left, middle, left + SAMPLE, middle));
            if (series.get(number).look() == Series.Look.DOTTED_LINE) {
                graphics.fill(Legend.shape(number, left + SAMPLE / 2.0, middle, RADIUS));
            }
        };
    }
}
