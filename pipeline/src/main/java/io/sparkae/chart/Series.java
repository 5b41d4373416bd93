package io.sparkae.chart;

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

    /** A dashed level from one x to another. */
    public static Series level(String name, double from, double to, double y) {
        return new Series(name, new double[] {from, to}, new double[] {y, y}, Look.REFERENCE);
    }
}
