package io.sparkae.knn;

import java.io.Serializable;
import java.util.Arrays;

/**
 * References gathered in cells, so that a query passes over whole cells: the square root of their number of points are
 * taken as seeds, every point goes to the nearest, and a cell is the ball around its points' mean. Which cells there are
 * decides speed only.
 *
 * @param points in the order of cells
 * @param rows the row of each point in the block
 * @param starts where each cell begins, and the end of the last, {@code [cells + 1]}
 * @param centres of the cells, {@code [cells, imageWidth]}
 * @param radii of the balls, rounded up
 */
record References(Points points, int[] rows, int[] starts, float[] centres, double[] radii) implements Serializable {
    private static final int MOST_CELLS = 1024;
    private static final int TILE = 1024;

    static References of(Points points) {
        int count = points.count();
        int width = points.imageWidth();
        int cells = Math.max(1, Math.min(MOST_CELLS, (int) Math.sqrt(count)));
        float[] seeds = new float[cells * width];
        for (int cell = 0; cell < cells; cell++) {
            int seed = (int) ((long) cell * count / cells);
            System.arraycopy(points.images(), seed * width, seeds, cell * width, width);
        }
        int[] cellOf = nearest(points, seeds);
        int[] starts = starts(cellOf, cells);
        int[] next = Arrays.copyOf(starts, cells);
        int[] rows = new int[count];
        for (int row = 0; row < count; row++) {
            rows[next[cellOf[row]]++] = row;
        }
        starts = Arrays.stream(starts).distinct().toArray(); // without cells that nothing went to
        cells = starts.length - 1;
        Points ordered = ordered(points, rows);
        float[] centres = new float[cells * width];
        double[] radii = new double[cells];
        for (int cell = 0; cell < cells; cell++) {
            enclose(ordered, starts[cell], starts[cell + 1], centres, cell, radii);
        }
        return new References(ordered, rows, starts, centres, radii);
    }

    int cells() {
        return radii.length;
    }

    private static int[] starts(int[] cellOf, int cells) {
        int[] starts = new int[cells + 1];
        for (int cell : cellOf) {
            starts[cell + 1]++;
        }
        for (int cell = 0; cell < cells; cell++) {
            starts[cell + 1] += starts[cell];
        }
        return starts;
    }

    private static int[] nearest(Points points, float[] seeds) {
        int width = points.imageWidth();
        int cells = seeds.length / width;
        int[] nearest = new int[points.count()];
        float[] products = new float[TILE * cells];
        try (BoundProduct product = new BoundProduct(seeds, Points.squaredNorms(seeds, width), width, 0, TILE, cells)) {
            for (int from = 0; from < nearest.length; from += TILE) {
                int rows = Math.min(TILE, nearest.length - from);
                for (int row = 0; row < rows; row++) {
                    product.setRow(row, points.images(), (from + row) * width);
                }
                product.multiply(rows, 0, cells, products);
                for (int row = 0; row < rows; row++) {
                    nearest[from + row] = smallest(products, row * cells, cells);
                }
            }
        }
        return nearest;
    }

    /** Index of the smallest of {@code count} values from {@code offset} on. */
    static int smallest(float[] values, int offset, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = values[offset + i] < values[offset + best] ? i : best;
        }
        return best;
    }

    private static Points ordered(Points points, int[] rows) {
        int width = points.imageWidth();
        float[] images = new float[points.images().length];
        float[] norms = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(points.images(), rows[i] * width, images, i * width, width);
            norms[i] = points.squaredNorms()[rows[i]];
        }
        return new Points(points.rows(), images, width, norms);
    }

    private static void enclose(Points points, int from, int to, float[] centres, int cell, double[] radii) {
        int width = points.imageWidth();
        double[] sums = new double[width];
        for (int point = from; point < to; point++) {
            for (int i = 0; i < width; i++) {
                sums[i] += points.images()[point * width + i];
            }
        }
        for (int i = 0; i < width; i++) {
            centres[cell * width + i] = (float) (sums[i] / (to - from));
        }
        double largest = 0;
        for (int point = from; point < to; point++) {
            largest = Math.max(
                    largest, Metric.EUCLIDEAN.distance(points.images(), point * width, centres, cell * width, width));
        }
        radii[cell] = largest * (1 + 1e-12);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
