package io.sparkae.knn.exact;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.sparkae.platform.BlasKernels;
import io.sparkae.platform.NativeArrays;
import io.sparkae.rows.RowBlock;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Approximate leading principal subspace of rows, by subspace iteration from a random start (Halko, Martinsson and
 * Tropp, "Finding Structure with Randomness", SIAM Review 2011, algorithm 4.4): {@code Q ← orth(XᵀX·Q)}. Single precision
 * suffices to find it; orthonormality, on which exactness rests, is computed in double precision in plain Java: the
 * double-precision products of ND4J's OpenBLAS are wrong on some processors (see {@code docs/internals.md}).
 *
 * <p>Up to {@value #WIDEST_SQUARE} values a row, {@code XᵀX} is computed once; for wider rows, whose square would not fit
 * into memory, {@code Xᵀ·(X·Q)}: memory is then linear in the width.
 */
final class PrincipalSubspace {
    private static final int POWER_ITERATIONS = 4;
    private static final int WIDEST_SQUARE = 1024;

    static {
        BlasKernels.choose();
    }

    private PrincipalSubspace() {}

    /**
     * An orthonormal basis, {@code [width][axes]}, one column for each axis; columns beyond the rank of the rows are zeros.
     *
     * @param centre subtracted from every row first
     */
    static double[][] of(RowBlock rows, float[] centre, int axes) {
        int width = rows.width();
        float[] centred = rows.values().clone();
        float largest = Float.MIN_NORMAL;
        for (int i = 0; i < centred.length; i++) {
            centred[i] -= centre[i % width];
            largest = Math.max(largest, Math.abs(centred[i]));
        }
        for (int i = 0; i < centred.length; i++) {
            centred[i] /= largest; // the basis does not depend on it, and squares of large values would overflow
        }
        SplittableRandom random = new SplittableRandom(width);
        double[][] basis = new double[width][axes];
        for (double[] feature : basis) {
            for (int a = 0; a < axes; a++) {
                feature[a] = random.nextGaussian();
            }
        }
        orthonormalise(basis);
        try (Covariance covariance =
                width <= WIDEST_SQUARE ? Square.of(centred, width) : new Factors(centred, width, axes)) {
            float[] flat = new float[Math.multiplyExact(width, axes)];
            for (int iteration = 0; iteration < POWER_ITERATIONS; iteration++) {
                for (int i = 0; i < flat.length; i++) {
                    flat[i] = (float) basis[i / axes][i % axes];
                }
                float[] next = covariance.times(flat, axes);
                for (int i = 0; i < next.length; i++) {
                    basis[i / axes][i % axes] = next[i];
                }
                orthonormalise(basis);
            }
        }
        orthonormalise(basis); // "twice is enough": Giraud, Langou and Rozložník 2005
        return basis;
    }

    /** The linear map {@code Q ↦ XᵀX·Q}. */
    private interface Covariance extends AutoCloseable {
        /**
         * {@code XᵀX·Q}.
         *
         * @param q {@code [width, axes]}
         * @return {@code [width, axes]}; may be {@code q} itself
         */
        float[] times(float[] q, int axes);

        @Override
        void close();
    }

    /** {@code XᵀX} as a matrix. */
    private record Square(INDArray matrix, int width) implements Covariance {
        static Square of(float[] x, int width) {
            INDArray rows = NativeArrays.matrix(x, x.length / width, width);
            return new Square(rows.transpose().mmul(rows), width);
        }

        @Override
        public float[] times(float[] q, int axes) {
            return NativeArrays.get(matrix.mmul(NativeArrays.matrix(q, width, axes)));
        }

        @Override
        public void close() {}
    }

    /** {@code Xᵀ·(X·Q)} without {@code XᵀX}. Its native memory counts against {@code org.bytedeco.javacpp.maxbytes}. */
    private static final class Factors implements Covariance {
        private final int rows;
        private final int width;
        private final FloatPointer x;
        private final FloatPointer q;
        private final FloatPointer xq;

        Factors(float[] x, int width, int axes) {
            this.rows = x.length / width;
            this.width = width;
            this.x = new FloatPointer((long) x.length).put(x, 0, x.length);
            this.q = new FloatPointer((long) width * axes);
            this.xq = new FloatPointer((long) rows * axes);
        }

        @Override
        public float[] times(float[] values, int axes) {
            q.put(values, 0, values.length);
            cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, axes, width, 1f, x, width, q, axes, 0f, xq, axes);
            cblas_sgemm(
                    CblasRowMajor, CblasTrans, CblasNoTrans, width, axes, rows, 1f, x, width, xq, axes, 0f, q, axes);
            q.get(values, 0, values.length);
            return values;
        }

        @Override
        public void close() {
            x.deallocate();
            q.deallocate();
            xq.deallocate();
        }
    }

    /**
     * Modified Gram–Schmidt. An axis that vanishes, beyond the rank of the rows, becomes zero: P then has a smaller rank, and
     * the bound still holds.
     */
    private static void orthonormalise(double[][] basis) {
        int axes = basis[0].length;
        double[] before = new double[axes];
        for (double[] feature : basis) {
            addScaledSquares(feature, before);
        }
        for (int axis = 0; axis < axes; axis++) {
            double squares = 0;
            for (double[] feature : basis) {
                squares += feature[axis] * feature[axis];
            }
            double scale = squares <= 1e-12 * before[axis] ? 0 : 1 / Math.sqrt(squares);
            double[] along = new double[axes];
            for (double[] feature : basis) {
                feature[axis] *= scale;
                addScaled(feature, feature[axis], along, axis + 1);
            }
            for (double[] feature : basis) {
                addScaled(along, -feature[axis], feature, axis + 1);
            }
        }
    }

    private static void addScaledSquares(double[] values, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i] * values[i];
        }
    }

    private static void addScaled(double[] values, double scale, double[] into, int from) {
        for (int i = from; i < into.length; i++) {
            into[i] += scale * values[i];
        }
    }
}
