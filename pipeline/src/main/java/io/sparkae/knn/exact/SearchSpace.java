package io.sparkae.knn.exact;

import io.sparkae.knn.search.Metric;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;

/**
 * Axes and cells that all blocks of a search share, fitted to a sample of the references. Only speed depends on them.
 *
 * @param axes that rows are projected on
 * @param centroids projections; a reference belongs to the cell whose centroid is nearest, {@code [cells, projectedWidth]}
 */
record SearchSpace(PrincipalAxes axes, float[] centroids) implements Serializable {
    /** Rows at most this wide are compared as they are: a product with them costs no more than one with the axes. */
    private static final int MAX_PLAIN_WIDTH = 32;

    /** Measured on MNIST, see docs/benchmarks.md: more axes leave fewer candidates and make bounds more expensive. */
    private static final int MAX_AXES = 96;

    /** For rows wider than this the number of axes is bounded by the sample's, since axes take as much memory as rows. */
    private static final int WIDE = 1024;

    private static final int SAMPLE_ROWS_PER_AXIS = 8;

    private static final int LLOYD_ITERATIONS = 2;

    /**
     * Fits axes and centroids.
     *
     * @param sample at least one row
     * @param cells number of centroids; fewer if the sample has fewer rows
     */
    static SearchSpace fit(RowBlock sample, int cells) {
        int width = sample.width();
        float[] centre = mean(sample);
        int count = axes(width, sample.rows());
        PrincipalAxes axes = new PrincipalAxes(
                centre, count == 0 ? new double[width][0] : PrincipalSubspace.of(sample, centre, count));
        return new SearchSpace(
                axes,
                Centroids.of(axes.project(sample, Metric.EUCLIDEAN), axes.projectedWidth(), cells, LLOYD_ITERATIONS));
    }

    /** Upper bound on the coordinates of the projection of a row. */
    static int projectedWidth(int width) {
        return axes(width) == 0 ? width : axes(width) + 1;
    }

    /** Number of axes for rows of a width, given the rows of the sample. */
    static int axes(int width, int sampleRows) {
        return width <= WIDE ? axes(width) : Math.min(axes(width), Math.max(1, sampleRows / SAMPLE_ROWS_PER_AXIS));
    }

    private static int axes(int width) {
        return width <= MAX_PLAIN_WIDTH ? 0 : Math.min(MAX_AXES, width / 2);
    }

    private static float[] mean(RowBlock rows) {
        double[] sums = new double[rows.width()];
        float[] values = rows.values();
        for (int i = 0; i < values.length; i++) {
            sums[i % rows.width()] += values[i];
        }
        float[] mean = new float[rows.width()];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / rows.rows());
        }
        return mean;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Centroids by k-means (Lloyd, 1982), started at evenly spaced points of the sample. */
    static final class Centroids {
        private static final int TILE = 256;

        private Centroids() {}

        /** Centroids, {@code [cells, projectedWidth]}, at most one for each point. */
        static float[] of(float[] projections, int projectedWidth, int maxCells, int iterations) {
            int count = projections.length / projectedWidth;
            int cells = Math.min(maxCells, count);
            float[] centroids = new float[cells * projectedWidth];
            for (int cell = 0; cell < cells; cell++) {
                int point = (int) ((long) cell * count / cells);
                System.arraycopy(projections, point * projectedWidth, centroids, cell * projectedWidth, projectedWidth);
            }
            for (int iteration = 0; iteration < iterations; iteration++) {
                moveToMeans(centroids, projections, projectedWidth, nearest(projections, projectedWidth, centroids));
            }
            return centroids;
        }

        /** The nearest centroid of each point. */
        static int[] nearest(float[] projections, int projectedWidth, float[] centroids) {
            int cells = centroids.length / projectedWidth;
            int[] nearest = new int[projections.length / projectedWidth];
            float[] own = new float[nearest.length]; // ‖x‖² is left out: it is the same for every centroid
            float[] products = new float[TILE * cells];
            float[] norms = ProjectedRows.squaredNorms(centroids, projectedWidth);
            try (BoundProduct product = new BoundProduct(centroids, norms, projectedWidth, 0, TILE, cells)) {
                for (int from = 0; from < nearest.length; from += TILE) {
                    int rows = Math.min(TILE, nearest.length - from);
                    product.load(projections, own, from, rows);
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
            float lowest = values[offset];
            for (int i = 1; i < count; i++) {
                if (values[offset + i] < lowest) {
                    lowest = values[offset + i];
                    best = i;
                }
            }
            return best;
        }

        private static void moveToMeans(float[] centroids, float[] projections, int projectedWidth, int[] cellOf) {
            double[] sums = new double[centroids.length];
            int[] members = new int[centroids.length / projectedWidth];
            for (int point = 0; point < cellOf.length; point++) {
                members[cellOf[point]]++;
                for (int i = 0; i < projectedWidth; i++) {
                    sums[cellOf[point] * projectedWidth + i] += projections[point * projectedWidth + i];
                }
            }
            for (int i = 0; i < sums.length; i++) {
                if (members[i / projectedWidth] > 0) {
                    centroids[i] = (float) (sums[i] / members[i / projectedWidth]);
                }
            }
        }
    }
}
