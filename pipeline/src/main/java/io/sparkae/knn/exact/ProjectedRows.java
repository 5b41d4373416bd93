package io.sparkae.knn.exact;

import io.sparkae.knn.search.Metric;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;

/**
 * A block of rows with their projections.
 *
 * @param rows unchanged, for exact distances
 * @param projections of the comparable rows ({@link Metric#comparable}) by {@link PrincipalAxes}, single precision, {@code [rows, projectedWidth]}
 * @param projectedWidth coordinates of a projection
 * @param squaredNorms of the projections
 */
record ProjectedRows(RowBlock rows, float[] projections, int projectedWidth, float[] squaredNorms)
        implements Serializable {
    /** Squared distances of rows with squared norms up to this are finite in single precision. */
    private static final float LARGEST_SQUARE = 1e37f;

    /** @throws IllegalArgumentException if a value is not finite, or far too large */
    static ProjectedRows of(RowBlock rows, Metric metric, PrincipalAxes axes) {
        float[] projections = axes.project(rows, metric);
        float[] norms = squaredNorms(projections, axes.projectedWidth());
        for (int row = 0; row < norms.length; row++) {
            if (!(norms[row] <= LARGEST_SQUARE)) {
                throw notFinite(rows, row);
            }
        }
        return new ProjectedRows(rows, projections, axes.projectedWidth(), norms);
    }

    /**
     * The rows, if all of their values are finite.
     *
     * @throws IllegalArgumentException otherwise
     */
    static RowBlock requireFinite(RowBlock rows) {
        float[] values = rows.values();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw notFinite(rows, i / rows.width());
            }
        }
        return rows;
    }

    int count() {
        return squaredNorms.length;
    }

    /** The largest squared norm of some projections. */
    static double largest(float[] squaredNorms) {
        float largest = 0;
        for (float norm : squaredNorms) {
            largest = Math.max(largest, norm);
        }
        return largest;
    }

    static float[] squaredNorms(float[] projections, int projectedWidth) {
        float[] norms = new float[projections.length / projectedWidth];
        for (int row = 0; row < norms.length; row++) {
            norms[row] = (float) PrincipalAxes.squaredNorm(projections, row * projectedWidth, projectedWidth);
        }
        return norms;
    }

    private static IllegalArgumentException notFinite(RowBlock rows, int row) {
        float[] values = rows.range(row, row + 1).values();
        float largest = 0;
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            if (!Float.isFinite(value)) {
                return new IllegalArgumentException(
                        "row id " + rows.ids()[row] + ", value " + i + ": expected a finite number, found " + value);
            }
            largest = Math.max(largest, Math.abs(value));
        }
        return new IllegalArgumentException("row id " + rows.ids()[row]
                + ": expected values whose squares add up to 1e37 at most, found one of " + largest);
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
