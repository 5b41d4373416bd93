package io.sparkae.ingest;

import io.sparkae.ingest.scaling.Scaling;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Statistics of a split: rows of each class, and each pixel's sum, sum of squares, smallest and largest
 * value, before scaling. Sums of grey values are whole numbers and exact in double precision up to 10^11 rows, so
 * they come out the same in any order; sums of other numbers are added in the order of rows.
 */
final class SplitStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] sums;
    private final double[] squares;
    private final float[] smallest;
    private final float[] largest;
    private long rows;
    private long[] labels = new long[1];

    SplitStatistics(int pixels) {
        sums = new double[pixels];
        squares = new double[pixels];
        smallest = new float[pixels];
        largest = new float[pixels];
        Arrays.fill(smallest, Float.POSITIVE_INFINITY);
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    }

    void add(RowGroup group) {
        for (int label : group.labels()) {
            count(label + 1, 1);
        }
        rows += group.rows();
        if (group.isGrey()) {
            new GreySums(group).addTo(this);
            return;
        }
        for (int row = 0; row < group.rows(); row++) {
            for (int pixel = 0; pixel < sums.length; pixel++) {
                float value = group.value(row * sums.length + pixel);
                add(pixel, value, (double) value * value, value, value);
            }
        }
    }

    void add(int pixel, double sum, double square, float least, float most) {
        sums[pixel] += sum;
        squares[pixel] += square;
        smallest[pixel] = Math.min(smallest[pixel], least);
        largest[pixel] = Math.max(largest[pixel], most);
    }

    /** Adds the statistics of the following rows. */
    void add(SplitStatistics next) {
        rows += next.rows;
        for (int i = 0; i < next.labels.length; i++) {
            count(i, next.labels[i]);
        }
        for (int pixel = 0; pixel < sums.length; pixel++) {
            add(pixel, next.sums[pixel], next.squares[pixel], next.smallest[pixel], next.largest[pixel]);
        }
    }

    long rows() {
        return rows;
    }

    /** Rows of a class. */
    long rowsOf(int label) {
        return label + 1 < labels.length ? labels[label + 1] : 0;
    }

    /** Rows without a label. */
    long unlabelled() {
        return labels[0];
    }

    /** The mean of all pixels of all rows. */
    double mean() {
        return Arrays.stream(sums).sum() / ((double) rows * sums.length);
    }

    /** The variance of all pixels of all rows. */
    double variance() {
        return Arrays.stream(squares).sum() / ((double) rows * sums.length) - mean() * mean();
    }

    /** Pixels that are the same in all rows. */
    int constantPixels() {
        int constant = 0;
        for (int pixel = 0; pixel < sums.length; pixel++) {
            constant += smallest[pixel] == largest[pixel] ? 1 : 0;
        }
        return constant;
    }

    /** The smallest feature of all rows. */
    float smallest(Scaling scaling) {
        float least = Float.POSITIVE_INFINITY;
        for (int pixel = 0; pixel < smallest.length; pixel++) {
            least = Math.min(least, scaling.apply(pixel, smallest[pixel]));
        }
        return least;
    }

    /** The largest feature of all rows. */
    float largest(Scaling scaling) {
        float most = Float.NEGATIVE_INFINITY;
        for (int pixel = 0; pixel < largest.length; pixel++) {
            most = Math.max(most, scaling.apply(pixel, largest[pixel]));
        }
        return most;
    }

    private void count(int index, long more) {
        if (index >= labels.length) {
            labels = Arrays.copyOf(labels, index + 1);
        }
        labels[index] += more;
    }

    /**
     * Each pixel's sum, sum of squares, smallest and largest value over one row group of grey values, in 32-bit whole
     * numbers, which the group's size keeps from overflowing: 2^14 rows of at most 255^2 each.
     */
    private static final class GreySums {
        private final int[] sums;
        private final int[] squares;
        private final int[] smallest;
        private final int[] largest;

        GreySums(RowGroup group) {
            int pixels = group.pixels();
            sums = new int[pixels];
            squares = new int[pixels];
            smallest = new int[pixels];
            largest = new int[pixels];
            Arrays.fill(smallest, Integer.MAX_VALUE);
            int[] row = new int[pixels];
            for (int first = 0; first < group.images().length; first += pixels) {
                unpack(group.images(), first, row);
                add(row);
            }
        }

        void addTo(SplitStatistics statistics) {
            for (int pixel = 0; pixel < sums.length; pixel++) {
                statistics.add(pixel, sums[pixel], squares[pixel], smallest[pixel], largest[pixel]);
            }
        }

        private static void unpack(byte[] images, int first, int[] row) {
            for (int i = 0; i < row.length; i++) {
                row[i] = images[first + i] & 0xFF;
            }
        }

        private void add(int[] row) {
            for (int i = 0; i < row.length; i++) {
                sums[i] += row[i];
                squares[i] += row[i] * row[i];
            }
            for (int i = 0; i < row.length; i++) {
                smallest[i] = Math.min(smallest[i], row[i]);
                largest[i] = Math.max(largest[i], row[i]);
            }
        }
    }
}
