package io.sparkae.report.section;

import io.sparkae.encode.CodeActivity;
import io.sparkae.rows.RowBlock;
import java.util.List;

/**
 * Codes of some rows of a run.
 *
 * @param name of the run; empty if there is but one
 * @param codes {@code [rows, code]}, at least one row
 */
record CodeSample(String name, RowBlock codes) {
    private static final int BINS = 60;

    /** Edges of bins of the same width that hold all values of all samples; about a single value they are a unit wide. */
    static double[] bins(List<CodeSample> samples) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (CodeSample sample : samples) {
            for (float value : sample.codes().values()) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low == high) {
            low -= 0.5;
            high += 0.5;
        }
        double[] edges = new double[BINS + 1];
        for (int i = 0; i <= BINS; i++) {
            edges[i] = low + (high - low) * i / BINS;
        }
        return edges;
    }

    /** Share of the values in each bin, divided by its width, so that the heights integrate to 1. */
    double[] density(double[] edges) {
        int bins = edges.length - 1;
        double width = (edges[bins] - edges[0]) / bins;
        double[] density = new double[bins];
        for (float value : codes.values()) {
            int bin = (int) ((value - edges[0]) / width);
            density[Math.min(bin, bins - 1)] += 1 / (width * codes.values().length);
        }
        return density;
    }

    /** Edges of steps about the dimensions' numbers, which begin with 1. */
    double[] dimensions() {
        double[] edges = new double[codes.width() + 1];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = i + 0.5;
        }
        return edges;
    }

    /** Of each dimension. */
    double[] means() {
        double[] means = new double[codes.width()];
        for (int d = 0; d < means.length; d++) {
            means[d] = CodeActivity.of(dimension(d)).mean();
        }
        return means;
    }

    /** Of each dimension, the share of values near zero. */
    double[] zeroShares() {
        double[] shares = new double[codes.width()];
        for (int d = 0; d < shares.length; d++) {
            shares[d] = CodeActivity.of(dimension(d)).nearZeroShare();
        }
        return shares;
    }

    private float[] dimension(int d) {
        float[] values = new float[codes.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = codes.values()[row * codes.width() + d];
        }
        return values;
    }
}
