package io.sparkae.knn;

import io.sparkae.dataset.RowBlock;
import io.sparkae.model.NativeArrays;
import java.io.Serializable;
import java.util.Iterator;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An isometry that gathers most of the distance between rows in few coordinates: {@code x ↦ (P(x−c), r)}, where P's
 * orthonormal rows span about the leading principal subspace, c is the mean, and r the norm of what P leaves out. Since
 * {@code ‖x−y‖² = ‖P(x−y)‖² + ‖rest_x − rest_y‖²} and the triangle inequality gives {@code ‖rest_x − rest_y‖ ≥ |r_x −
 * r_y|}, the distance of two images is never above that of the rows. Any orthonormal P would do; the principal subspace
 * makes the bound tight.
 *
 * <p>Double precision, in plain Java: the double-precision products of the OpenBLAS that ND4J brings are wrong on some
 * processors (see {@code docs/internals.md}).
 */
final class PrincipalAxes implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Rows at most this wide are compared as they are: a product with them costs no more than one with the axes. */
    private static final int MAX_PLAIN_WIDTH = 64;

    /** Measured on MNIST: 96 axes leave 60 of 60,000 references to look at for k = 7, 64 leave 151, 32 leave 874. */
    private static final int AXES = 96;

    private static final int POWER_ITERATIONS = 3;

    private final double[] centre;
    private final int axes;
    /** What each feature adds to the coordinates, an array a feature: loops over it vectorise. */
    private final double[][] byFeature;

    private final double[] centreOnAxes;

    private PrincipalAxes(double[] centre, double[][] basis) {
        this.centre = centre;
        this.axes = basis.length;
        this.byFeature = new double[centre.length][axes];
        for (int i = 0; i < centre.length; i++) {
            for (int a = 0; a < axes; a++) {
                byFeature[i][a] = basis[a][i];
            }
        }
        this.centreOnAxes = new double[axes];
        for (int a = 0; a < axes; a++) {
            centreOnAxes[a] = dot(basis[a], centre);
        }
    }

    /**
     * Fits the isometry to some rows; it is valid for any others, only the less tight the less they resemble these.
     *
     * @param sample at least one block
     */
    static PrincipalAxes fit(Iterator<RowBlock> sample) {
        RowBlock rows = RowBlocks.concat(sample);
        double[] centre = mean(rows);
        return new PrincipalAxes(
                centre, rows.width() <= MAX_PLAIN_WIDTH ? new double[0][] : principalSubspace(rows, centre));
    }

    /** Coordinates of an image. */
    int imageWidth() {
        return axes == 0 ? centre.length : axes + 1;
    }

    /** Writes the image of a row to {@code into} from {@code offset} on. */
    void image(RowBlock rows, int row, float[] into, int offset) {
        int first = row * centre.length;
        if (axes == 0) {
            for (int i = 0; i < centre.length; i++) {
                into[offset + i] = (float) (rows.values()[first + i] - centre[i]);
            }
            return;
        }
        double[] coordinates = new double[axes];
        for (int i = 0; i < centre.length; i++) {
            double value = rows.values()[first + i];
            if (value != 0) { // four pixels in five are
                addScaled(byFeature[i], value, coordinates);
            }
        }
        double squaredNorm = squaredDistanceToCentre(rows.values(), first);
        double rest = squaredNorm;
        for (int a = 0; a < axes; a++) {
            double coordinate = coordinates[a] - centreOnAxes[a];
            rest -= coordinate * coordinate;
            into[offset + a] = (float) coordinate;
        }
        into[offset + axes] = (float) Math.sqrt(Math.max(0, rest));
    }

    /** In two sums, each waiting for its own last addition only. */
    private double squaredDistanceToCentre(float[] values, int first) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < centre.length; i += 2) {
            double a = values[first + i] - centre[i];
            double b = values[first + i + 1] - centre[i + 1];
            even += a * a;
            odd += b * b;
        }
        for (; i < centre.length; i++) {
            even += (values[first + i] - centre[i]) * (values[first + i] - centre[i]);
        }
        return even + odd;
    }

    private static void addScaled(double[] column, double value, double[] into) {
        for (int a = 0; a < into.length; a++) {
            into[a] += value * column[a];
        }
    }

    /** P's rows, for tests. */
    double[][] basis() {
        double[][] basis = new double[axes][centre.length];
        for (int a = 0; a < axes; a++) {
            for (int i = 0; i < centre.length; i++) {
                basis[a][i] = byFeature[i][a];
            }
        }
        return basis;
    }

    /**
     * Subspace iteration from a random start (Halko, Martinsson and Tropp, "Finding Structure with Randomness", SIAM
     * Review 2011, algorithm 4.4): {@code Q ← orth(Xᵀ X Q)}. Single precision is enough to find it; orthonormality,
     * on which exactness rests, is made in double.
     */
    private static double[][] principalSubspace(RowBlock rows, double[] centre) {
        int width = rows.width();
        float[] centred = new float[rows.values().length];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = (float) (rows.values()[i] - centre[i % width]);
        }
        INDArray x = NativeArrays.matrix(centred, rows.rows(), width);
        SplittableRandom random = new SplittableRandom(width);
        double[][] basis = new double[AXES][width];
        for (double[] axis : basis) {
            for (int i = 0; i < width; i++) {
                axis[i] = random.nextGaussian();
            }
        }
        orthonormalise(basis);
        for (int iteration = 0; iteration < POWER_ITERATIONS; iteration++) {
            float[] flat = new float[AXES * width];
            for (int i = 0; i < flat.length; i++) {
                flat[i] = (float) basis[i / width][i % width];
            }
            INDArray q = NativeArrays.matrix(flat, AXES, width);
            float[] next = NativeArrays.get(q.mmul(x.transpose()).mmul(x));
            for (int i = 0; i < next.length; i++) {
                basis[i / width][i % width] = next[i];
            }
            orthonormalise(basis);
        }
        return basis;
    }

    /**
     * Gram–Schmidt, each axis twice over, which leaves them at right angles to rounding ("twice is enough": Giraud,
     * Langou and Rozložník 2005). An axis that vanishes, the rows spanning too little, stays zero: P then has a smaller
     * rank, which the bound does not mind.
     */
    private static void orthonormalise(double[][] basis) {
        for (int a = 0; a < basis.length; a++) {
            double before = Math.sqrt(dot(basis[a], basis[a]));
            for (int pass = 0; pass < 2; pass++) {
                for (int b = 0; b < a; b++) {
                    double along = dot(basis[a], basis[b]);
                    for (int i = 0; i < basis[a].length; i++) {
                        basis[a][i] -= along * basis[b][i];
                    }
                }
                double norm = Math.sqrt(dot(basis[a], basis[a]));
                boolean vanished = norm <= 1e-6 * before;
                for (int i = 0; i < basis[a].length; i++) {
                    basis[a][i] = vanished ? 0 : basis[a][i] / norm;
                }
                before = 1;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] mean(RowBlock rows) {
        double[] mean = new double[rows.width()];
        for (int i = 0; i < rows.values().length; i++) {
            mean[i % rows.width()] += rows.values()[i];
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= rows.rows();
        }
        return mean;
    }
}
