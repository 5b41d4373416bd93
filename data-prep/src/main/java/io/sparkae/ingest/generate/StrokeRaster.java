package io.sparkae.ingest.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws strokes as an anti-aliased grey image the way MNIST's images were made: the digit fitted into 20×20 pixels,
 * its shape kept, then moved so that its centre of mass is the centre of a 28×28 image.
 */
final class StrokeRaster {
    static final int SIDE = 28;
    private static final double BOX = 20;
    private static final int STEPS = 8;

    private StrokeRaster() {}

    /**
     * @param strokes smooth curves through their points {@code {x, y}}, in any unit
     * @param radius half the pen's width, in pixels
     * @param into receives 28·28 grey values as unsigned bytes from {@code offset} on
     */
    static void draw(List<double[][]> strokes, double radius, byte[] into, int offset) {
        List<double[]> segments = segments(strokes);
        fit(segments, radius);
        paint(segments, radius, into, offset);
        centre(segments, into, offset);
        paint(segments, radius, into, offset);
    }

    private static void paint(List<double[]> segments, double radius, byte[] into, int offset) {
        double[] nearest = new double[SIDE * SIDE];
        Arrays.fill(nearest, Double.MAX_VALUE);
        double reach = radius + 0.5;
        for (double[] s : segments) { // only pixels within reach of the segment
            int firstRow = pixel(Math.min(s[1], s[3]) - reach);
            int lastRow = pixel(Math.max(s[1], s[3]) + reach);
            int firstColumn = pixel(Math.min(s[0], s[2]) - reach);
            int lastColumn = pixel(Math.max(s[0], s[2]) + reach);
            double x0 = s[0];
            double y0 = s[1];
            double dx = s[2] - x0;
            double dy = s[3] - y0;
            double squaredLength = dx * dx + dy * dy;
            for (int row = firstRow; row <= lastRow; row++) {
                double y = row + 0.5;
                for (int column = firstColumn; column <= lastColumn; column++) {
                    double x = column + 0.5;
                    double along = (x - x0) * dx + (y - y0) * dy; // times the length
                    // Beyond an end the end is nearest; only between them is there anything to divide.
                    double t = along <= 0 ? 0 : along >= squaredLength ? 1 : along / squaredLength;
                    double ex = x0 + t * dx - x;
                    double ey = y0 + t * dy - y;
                    double squaredDistance = ex * ex + ey * ey;
                    int at = row * SIDE + column;
                    if (squaredDistance < nearest[at]) {
                        nearest[at] = squaredDistance;
                    }
                }
            }
        }
        double squaredReach = reach * reach;
        for (int i = 0; i < nearest.length; i++) {
            // A pixel is as dark as the share of it that the pen covers, taken along the line to the stroke.
            into[offset + i] = nearest[i] >= squaredReach
                    ? 0
                    : (byte) Math.round(255 * Math.max(0, Math.min(1, reach - Math.sqrt(nearest[i]))));
        }
    }

    private static int pixel(double coordinate) {
        return Math.max(0, Math.min(SIDE - 1, (int) Math.floor(coordinate)));
    }

    /** Moves the strokes so that the painted image's centre of mass is its middle. */
    private static void centre(List<double[]> segments, byte[] image, int offset) {
        double mass = 0;
        double massX = 0;
        double massY = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            int grey = image[offset + i] & 0xFF;
            mass += grey;
            massX += grey * (i % SIDE + 0.5);
            massY += grey * (i / SIDE + 0.5);
        }
        move(segments, 1, SIDE / 2.0 - massX / mass, SIDE / 2.0 - massY / mass);
    }

    /** Straight pieces {@code {x0, y0, x1, y1}} of Catmull–Rom curves (Catmull and Rom 1974) through the points. */
    private static List<double[]> segments(List<double[][]> strokes) {
        List<double[]> segments = new ArrayList<>();
        for (double[][] p : strokes) {
            for (int i = 0; i + 1 < p.length; i++) {
                double[] before = p[Math.max(0, i - 1)];
                double[] after = p[Math.min(p.length - 1, i + 2)];
                double[] last = p[i];
                for (int step = 1; step <= STEPS; step++) {
                    double t = (double) step / STEPS;
                    double[] next = {
                        catmullRom(before[0], p[i][0], p[i + 1][0], after[0], t),
                        catmullRom(before[1], p[i][1], p[i + 1][1], after[1], t)
                    };
                    segments.add(new double[] {last[0], last[1], next[0], next[1]});
                    last = next;
                }
            }
        }
        return segments;
    }

    private static double catmullRom(double a, double b, double c, double d, double t) {
        return 0.5 * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
    }

    private static void fit(List<double[]> segments, double radius) {
        double left = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (double[] s : segments) {
            left = Math.min(left, Math.min(s[0], s[2]));
            right = Math.max(right, Math.max(s[0], s[2]));
            top = Math.min(top, Math.min(s[1], s[3]));
            bottom = Math.max(bottom, Math.max(s[1], s[3]));
        }
        double scale = (BOX - 2 * radius) / Math.max(1e-9, Math.max(right - left, bottom - top));
        move(segments, scale, (SIDE - scale * (left + right)) / 2, (SIDE - scale * (top + bottom)) / 2);
    }

    private static void move(List<double[]> segments, double scale, double shiftX, double shiftY) {
        for (double[] s : segments) {
            s[0] = s[0] * scale + shiftX;
            s[1] = s[1] * scale + shiftY;
            s[2] = s[2] * scale + shiftX;
            s[3] = s[3] * scale + shiftY;
        }
    }
}
