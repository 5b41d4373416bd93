package io.sparkae.ingest;

import java.util.Arrays;

/**
 * Each pixel's sum, sum of squares, smallest and largest value over one row group of grey values, in 32-bit whole
 * numbers, which the group's size keeps from overflowing: 2^14 rows of at most 255^2 each.
 */
final class GreySums {
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
