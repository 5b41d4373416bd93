package io.sparkae.knn.search;

import io.sparkae.rows.RowBlock;

/**
 * Approximate squared Euclidean distance of one row to others, single precision, in loops that vectorise: HotSpot's C2
 * needs arrays with equal indexes and independent sums.
 */
public final class RowDistance {
    private static final int LANES = 8;

    private final float[] x;
    private final float[] y;
    private final float[] squares;

    /** @param width values of a row */
    public RowDistance(int width) {
        int padded = (width + LANES - 1) / LANES * LANES;
        x = new float[padded];
        y = new float[padded];
        squares = new float[padded];
    }

    /** The relative error at most: three roundings of each square, and those of the sum. */
    static double error(int width) {
        return (width / LANES + LANES + 4) * 0x1p-24;
    }

    /** Sets the row to measure from. */
    public void from(RowBlock rows, int row) {
        rows.packed().copy(row * rows.width(), x, 0, rows.width());
    }

    /** Sets the row to measure to. */
    void to(RowBlock rows, int row) {
        rows.packed().copy(row * rows.width(), y, 0, rows.width());
    }

    /** The row to measure from, and zeros. */
    float[] x() {
        return x;
    }

    /** The row to measure to, and zeros. */
    float[] y() {
        return y;
    }

    /** {@code Σ(x−y)²}, with a relative error of {@link #error} at most. */
    public float squareTo(RowBlock rows, int row) {
        to(rows, row);
        square(x, y, squares);
        return sum(squares);
    }

    private static void square(float[] x, float[] y, float[] squares) {
        for (int i = 0; i < squares.length; i++) {
            float difference = x[i] - y[i];
            squares[i] = difference * difference;
        }
    }

    private static float sum(float[] values) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        for (int i = 0; i < values.length; i += LANES) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
            e += values[i + 4];
            f += values[i + 5];
            g += values[i + 6];
            h += values[i + 7];
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h));
    }
}
