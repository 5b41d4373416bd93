package io.sparkae.knn.exact;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.sparkae.knn.search.Metric;
import io.sparkae.platform.BlasKernels;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A map that preserves most of the distance between rows in few coordinates: {@code x ↦ (P(x−c), r)}, where P's
 * orthonormal rows approximately span the leading principal subspace, c is approximately the mean, and r is the norm of the
 * residual {@code x−c − Pᵀ(P(x−c))}. Since {@code ‖x−y‖² = ‖P(x−y)‖² + ‖residual_x − residual_y‖²} and the triangle inequality
 * gives {@code ‖residual_x − residual_y‖ ≥ |r_x − r_y|}, the distance of two projections is never above that of the rows. Any
 * orthonormal P would do; the principal subspace makes the bound tight.
 *
 * <p>Projections are computed in single precision, so the bound holds up to {@link #slack()}. With u = 2⁻²⁴, w the width,
 * m the axes and {@code N = ‖x−c‖²}:
 *
 * <ul>
 *   <li>{@code x − c} is off by u of itself (c is in single precision), which moves a squared distance by at most
 *       {@code 4u(N_x + N_y)};
 *   <li>the coordinates are off by {@code η√N} with {@code η = √m·(w+1)·u} (Higham, "Accuracy and Stability of Numerical
 *       Algorithms", section 3.1; P's own rounding is the 1), which moves it by at most {@code 2e(N_x + N_y)} with
 *       {@code e = 2η + η²};
 *   <li>{@code r² = N − ‖P(x−c)‖²} is then off by {@code eN}, and by as much rounded up: {@code r_x·r_y} is never too
 *       small, and {@code (r_x − r_y)²} too large by at most {@code 2e(N_x + N_y)}. Not rounded up, the root of an r² near
 *       zero would be off by √e.
 * </ul>
 */
final class PrincipalAxes implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double UNIT_ROUNDOFF = 0x1p-24;
    private static final int MAX_TILE_ROWS = 256;

    /** Values of a tile of more than one row, at most: 16 MB. */
    private static final int TILE_VALUES = 1 << 22;

    private final float[] centre;
    /** P transposed, {@code [width, axes]}; no axes leave rows as they are, centred. */
    private final float[] basis;

    private final int axes;

    /**
     * @param centre c, {@code [width]}
     * @param basis P transposed, {@code [width][axes]}, orthonormal or with columns of zeros; no axes stand for all
     */
    PrincipalAxes(float[] centre, double[][] basis) {
        this.centre = centre;
        this.axes = basis[0].length;
        this.basis = new float[Math.multiplyExact(centre.length, axes)];
        for (int i = 0; i < this.basis.length; i++) {
            this.basis[i] = (float) basis[i / axes][i % axes];
        }
    }

    /** Coordinates of a projection. */
    int projectedWidth() {
        return axes == 0 ? centre.length : axes + 1;
    }

    /** The most that rounding adds to a squared distance of projections x and y, relative to {@code ‖x‖² + ‖y‖²}. */
    double slack() {
        double error = relativeError();
        return 4 * error + 8 * UNIT_ROUNDOFF;
    }

    /** e of the class comment. */
    private double relativeError() {
        double eta = Math.sqrt(axes) * (centre.length + 1) * UNIT_ROUNDOFF;
        return 2 * eta + eta * eta;
    }

    /** Projections of the comparable rows ({@link Metric#comparable}), {@code [rows, projectedWidth]}. */
    float[] project(RowBlock rows, Metric metric) {
        int width = centre.length;
        if (rows.width() != width) {
            throw new IllegalArgumentException("expected queries and references of one width, found " + rows.width()
                    + " and " + width + " values");
        }
        float[] projections = new float[Math.multiplyExact(rows.rows(), projectedWidth())];
        int tileRows = tileRows(width, rows.rows());
        float[] centred = new float[tileRows * width];
        try (AxisProduct product = new AxisProduct(basis, axes, tileRows)) {
            for (int from = 0; from < rows.rows(); from += tileRows) {
                int count = Math.min(tileRows, rows.rows() - from);
                metric.comparable(rows.range(from, from + count)).packed().copy(0, centred, 0, count * width);
                for (int row = 0; row < count; row++) {
                    for (int i = 0; i < width; i++) {
                        centred[row * width + i] -= centre[i];
                    }
                }
                if (axes == 0) {
                    System.arraycopy(centred, 0, projections, from * width, count * width);
                } else {
                    putProjections(centred, product.multiply(centred, count), count, projections, from * (axes + 1));
                }
            }
        }
        return projections;
    }

    /** Rows of one product. */
    static int tileRows(int width, int rows) {
        int fit = Math.max(1, Math.min(MAX_TILE_ROWS, TILE_VALUES / Math.max(1, width)));
        return Math.min(fit, Math.max(1, rows));
    }

    private void putProjections(float[] centred, float[] coordinates, int count, float[] into, int offset) {
        double error = relativeError();
        for (int row = 0; row < count; row++) {
            int projection = offset + row * (axes + 1);
            System.arraycopy(coordinates, row * axes, into, projection, axes);
            double norm = squaredNorm(centred, row * centre.length, centre.length);
            double rest = norm * (1 + error) - squaredNorm(coordinates, row * axes, axes);
            into[projection + axes] = Math.nextUp((float) Math.sqrt(Math.max(0, rest)));
        }
    }

    /** {@code Σ values²} in four independent sums, which run in parallel in the processor. */
    static double squaredNorm(float[] values, int first, int width) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = first;
        for (; i + 3 < first + width; i += 4) {
            a += (double) values[i] * values[i];
            b += (double) values[i + 1] * values[i + 1];
            c += (double) values[i + 2] * values[i + 2];
            d += (double) values[i + 3] * values[i + 3];
        }
        for (; i < first + width; i++) {
            a += (double) values[i] * values[i];
        }
        return a + b + c + d;
    }

    /** Products of tiles of rows with one matrix, in native memory that {@link #close()} frees. */
    private static final class AxisProduct implements AutoCloseable {
        static {
            BlasKernels.choose();
        }

        private final int width;
        private final int axes;
        private final FloatPointer right;
        private final FloatPointer left;
        private final FloatPointer product;
        private final float[] coordinates;

        /**
         * @param matrix {@code [width, axes]}
         * @param axes columns; may be 0
         * @param tileRows rows of a tile at most
         */
        AxisProduct(float[] matrix, int axes, int tileRows) {
            this.axes = axes;
            this.width = axes == 0 ? 0 : matrix.length / axes;
            this.right = new FloatPointer((long) matrix.length).put(matrix, 0, matrix.length);
            this.left = new FloatPointer((long) tileRows * width);
            this.product = new FloatPointer((long) tileRows * axes);
            this.coordinates = new float[tileRows * axes];
        }

        /**
         * The product of a tile with the matrix.
         *
         * @param tile {@code [rows, width]}
         * @return {@code [rows, axes]}, valid until the next call
         */
        float[] multiply(float[] tile, int rows) {
            left.put(tile, 0, rows * width);
            cblas_sgemm(
                    CblasRowMajor,
                    CblasNoTrans,
                    CblasNoTrans,
                    rows,
                    axes,
                    width,
                    1f,
                    left,
                    width,
                    right,
                    axes,
                    0f,
                    product,
                    axes);
            product.get(coordinates, 0, rows * axes);
            return coordinates;
        }

        @Override
        public void close() {
            right.deallocate();
            left.deallocate();
            product.deallocate();
        }
    }
}
