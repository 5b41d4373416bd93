package io.sparkae.knn.exact;

import io.sparkae.rows.RowBlock;
import java.io.Serializable;

/**
 * What all blocks of a search are laid out by, found from a sample of the references. It decides speed only.
 *
 * @param axes that images are taken on
 * @param seeds of cells, images; a reference belongs to the cell whose seed is nearest, {@code [cells, imageWidth]}
 */
public record SearchSpace(PrincipalAxes axes, float[] seeds) implements Serializable {
    /** Rows at most this wide are compared as they are: a product with them costs no more than one with the axes. */
    private static final int MAX_PLAIN_WIDTH = 32;

    /** Measured on MNIST, see docs/benchmarks.md: more leave fewer references to measure, and cost more to compare. */
    private static final int MOST_AXES = 96;

    /** Rows wider than this have axes by need: where the sample has few rows, so many would take more room than it. */
    private static final int WIDE = 1024;

    private static final int SAMPLE_ROWS_AN_AXIS = 8;

    private static final int SEED_ITERATIONS = 2;

    /**
     * Fits axes and seeds.
     *
     * @param sample at least one row
     * @param cells how many seeds, if the sample has as many rows
     */
    static SearchSpace fit(RowBlock sample, int cells) {
        int width = sample.width();
        float[] centre = mean(sample);
        int count = axes(width, sample.rows());
        PrincipalAxes axes = new PrincipalAxes(
                centre, count == 0 ? new double[width][0] : PrincipalSubspace.of(sample, centre, count));
        return new SearchSpace(axes, CellSeeds.of(axes.images(sample), axes.imageWidth(), cells, SEED_ITERATIONS));
    }

    /** Coordinates of the image of a row, at most. */
    public static int projectedWidth(int width) {
        return axes(width) == 0 ? width : axes(width) + 1;
    }

    /** Axes for rows this wide, fitted to so many of them. */
    static int axes(int width, int sampleRows) {
        return width <= WIDE ? axes(width) : Math.min(axes(width), Math.max(1, sampleRows / SAMPLE_ROWS_AN_AXIS));
    }

    private static int axes(int width) {
        return width <= MAX_PLAIN_WIDTH ? 0 : Math.min(MOST_AXES, width / 2);
    }

    private static float[] mean(RowBlock rows) {
        double[] sums = new double[rows.width()];
        for (int i = 0; i < rows.values().length; i++) {
            sums[i % rows.width()] += rows.values()[i];
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
}
