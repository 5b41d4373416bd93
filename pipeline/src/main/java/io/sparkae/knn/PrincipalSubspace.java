package io.sparkae.knn;

import io.sparkae.dataset.RowBlock;
import io.sparkae.natives.NativeArrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * About the leading principal subspace of some rows, by subspace iteration from a random start (Halko, Martinsson and
 * Tropp, "Finding Structure with Randomness", SIAM Review 2011, algorithm 4.4): {@code Q ← orth(XᵀX·Q)}. Single precision
 * is enough to find it; orthonormality, on which exactness rests, is made in double, in plain Java: the double-precision
 * products of the OpenBLAS that ND4J brings are wrong on some processors (see {@code docs/internals.md}).
 */
final class PrincipalSubspace {
    private static final int POWER_ITERATIONS = 4;

    private PrincipalSubspace() {}

    /**
     * An orthonormal basis, {@code [width][axes]}, a column an axis; columns that the rows do not need are zeros.
     *
     * @param centre what to take from every row first
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
        INDArray x = NativeArrays.matrix(centred, rows.rows(), width);
        INDArray covariance = x.transpose().mmul(x);
        SplittableRandom random = new SplittableRandom(width);
        double[][] basis = new double[width][axes];
        for (double[] feature : basis) {
            for (int a = 0; a < axes; a++) {
                feature[a] = random.nextGaussian();
            }
        }
        orthonormalise(basis);
        for (int iteration = 0; iteration < POWER_ITERATIONS; iteration++) {
            float[] flat = new float[width * axes];
            for (int i = 0; i < flat.length; i++) {
                flat[i] = (float) basis[i / axes][i % axes];
            }
            float[] next = NativeArrays.get(covariance.mmul(NativeArrays.matrix(flat, width, axes)));
            for (int i = 0; i < next.length; i++) {
                basis[i / axes][i % axes] = next[i];
            }
            orthonormalise(basis);
        }
        orthonormalise(basis); // "twice is enough": Giraud, Langou and Rozložník 2005
        return basis;
    }

    /**
     * Gram–Schmidt, an axis taken out of all later ones at a time. An axis that vanishes, the rows spanning too little,
     * becomes zero: P then has a smaller rank, which the bound does not mind.
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
