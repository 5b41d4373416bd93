package io.sparkae.report.chart;

/**
 * Points of one kind.
 *
 * @param name for the legend
 * @param x one a point
 * @param y one a point
 * @param look how they are drawn
 */
public record Series(String name, double[] x, double[] y, Look look) {
    /** How a series is drawn. */
    public enum Look {
        /** A line. */
        LINE,
        /** A line with a dot at each point, for a few points. */
        DOTTED_LINE,
        /** A dashed line, for what others are compared with. */
        REFERENCE
    }

    /** A line. */
    public static Series line(String name, double[] x, double[] y) {
        return new Series(name, x, y, x.length <= 12 ? Look.DOTTED_LINE : Look.LINE);
    }

    /**
     * The outline of a histogram, from zero to zero.
     *
     * @param edges of its bins, rising, one more than there are bins
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
        // half a bin of nothing to each side; also, XChart would label edges that are all equally far apart
        x[0] = edges[0] - (edges[1] - edges[0]) / 2;
        x[x.length - 1] = edges[last] + (edges[last] - edges[last - 1]) / 2;
        return new Series(name, x, y, Look.LINE);
    }

    /** A dashed level from one x to another. */
    public static Series level(String name, double from, double to, double y) {
        return new Series(name, new double[] {from, to}, new double[] {y, y}, Look.REFERENCE);
    }
}
