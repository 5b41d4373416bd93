package io.sparkae.model;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Reconstruction errors summed over pixels in double precision.
 *
 * @param crossEntropy {@code Σ −x·ln p − (1−x)·ln(1−p)}, with p kept {@value #CLIP} away from 0 and 1 as Keras does;
 *     NaN if a value lies outside [0, 1]
 * @param squaredError {@code Σ (p − x)²}
 * @param pixels summed over
 */
public record ReconstructionSum(double crossEntropy, double squaredError, long pixels) implements Serializable {
    private static final double CLIP = 1e-7;

    /** The empty sum. */
    public static final ReconstructionSum ZERO = new ReconstructionSum(0, 0, 0);

    /**
     * The errors of some rows.
     *
     * @param originals {@code x}
     * @param reconstructions {@code p}, of the same length
     */
    public static ReconstructionSum of(float[] originals, float[] reconstructions) {
        double crossEntropy = 0;
        double squaredError = 0;
        for (int i = 0; i < originals.length; i++) {
            double x = originals[i];
            double p = reconstructions[i];
            squaredError += (p - x) * (p - x);
            crossEntropy += crossEntropy(x, p);
        }
        return new ReconstructionSum(crossEntropy, squaredError, originals.length);
    }

    /**
     * The mean squared error per pixel of each row, {@code [rows]}.
     *
     * @param originals {@code [rows, pixels]}
     * @param reconstructions {@code [rows, pixels]}
     */
    static float[] errors(float[] originals, float[] reconstructions, int rows) {
        float[] errors = new float[rows];
        int width = rows == 0 ? 0 : originals.length / rows;
        for (int row = 0; row < rows; row++) {
            int i = row * width;
            int end = i + width;
            double first = 0;
            double second = 0;
            double third = 0;
            double fourth = 0;
            for (; i + 3 < end; i += 4) { // four sums, which do not wait for each other
                first += square(originals[i], reconstructions[i]);
                second += square(originals[i + 1], reconstructions[i + 1]);
                third += square(originals[i + 2], reconstructions[i + 2]);
                fourth += square(originals[i + 3], reconstructions[i + 3]);
            }
            for (; i < end; i++) {
                first += square(originals[i], reconstructions[i]);
            }
            errors[row] = (float) ((first + second + third + fourth) / width);
        }
        return errors;
    }

    private static double square(double x, double p) {
        return (p - x) * (p - x);
    }

    /** The sum over both sets of pixels. */
    public ReconstructionSum plus(ReconstructionSum other) {
        return new ReconstructionSum(
                crossEntropy + other.crossEntropy, squaredError + other.squaredError, pixels + other.pixels);
    }

    /** Binary cross-entropy, a mean per pixel; null where it is not defined. */
    public Double meanCrossEntropy() {
        return Double.isNaN(crossEntropy) ? null : (Double) (crossEntropy / pixels);
    }

    /** Squared error, a mean per pixel. */
    public double meanSquaredError() {
        return squaredError / pixels;
    }

    private static double crossEntropy(double x, double p) {
        if (x < 0 || x > 1 || p < 0 || p > 1) {
            return Double.NaN;
        }
        double kept = Math.max(CLIP, Math.min(1 - CLIP, p));
        double ink = x == 0 ? 0 : x * Math.log(kept);
        return -(ink + (x == 1 ? 0 : (1 - x) * Math.log(1 - kept)));
    }

    /**
     * Reconstruction errors of rows that a model was not trained on, as {@value #COUNT} quantiles in even steps.
     *
     * @param quantiles of the probabilities 0, 0.001, … 1, ascending
     */
    public record HeldOutErrors(float[] quantiles) {
        private static final int COUNT = 1001;

        /** @throws IllegalArgumentException if these are not such quantiles */
        public HeldOutErrors {
            boolean ascending = quantiles != null && quantiles.length == COUNT && quantiles[0] >= 0;
            for (int i = 1; ascending && i < COUNT; i++) {
                ascending = quantiles[i] >= quantiles[i - 1] && Float.isFinite(quantiles[i]);
            }
            if (!ascending) {
                throw new IllegalArgumentException(
                        "heldOutErrors: expected " + COUNT + " ascending quantiles of reconstruction errors");
            }
        }

        /** Of the errors of some rows, at least one, all of them finite. */
        public static HeldOutErrors of(float[] errors) {
            float[] sorted = errors.clone();
            Arrays.sort(sorted);
            float[] quantiles = new float[COUNT];
            for (int i = 0; i < COUNT; i++) {
                quantiles[i] = (float) interpolated(sorted, i / (COUNT - 1.0));
            }
            return new HeldOutErrors(quantiles);
        }

        /** The quantile of a probability from 0 to 1, interpolated linearly as NumPy's {@code quantile} does. */
        public double quantile(double probability) {
            return interpolated(quantiles, probability);
        }

        /** Definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996). */
        private static double interpolated(float[] sorted, double probability) {
            double at = probability * (sorted.length - 1);
            int below = (int) at;
            int above = Math.min(below + 1, sorted.length - 1);
            return sorted[below] + (at - below) * ((double) sorted[above] - sorted[below]);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof HeldOutErrors that && Arrays.equals(quantiles, that.quantiles);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(quantiles);
        }
    }
}
