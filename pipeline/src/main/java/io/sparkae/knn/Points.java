package io.sparkae.knn;

import io.sparkae.dataset.RowBlock;
import java.io.Serializable;

/**
 * A block of rows made ready for the search.
 *
 * @param rows as they are, for exact distances
 * @param images of the rows made comparable, under {@link PrincipalAxes}, single precision, {@code [rows, imageWidth]}
 * @param imageWidth coordinates of an image
 * @param squaredNorms of the images
 */
record Points(RowBlock rows, float[] images, int imageWidth, float[] squaredNorms) implements Serializable {

    /** @throws IllegalArgumentException if a value is not finite */
    static Points of(RowBlock rows, Metric metric, PrincipalAxes axes) {
        requireFinite(rows);
        RowBlock comparable = metric.comparable(rows);
        int imageWidth = axes.imageWidth();
        float[] images = new float[rows.rows() * imageWidth];
        for (int row = 0; row < rows.rows(); row++) {
            axes.image(comparable, row, images, row * imageWidth);
        }
        return new Points(rows, images, imageWidth, squaredNorms(images, imageWidth));
    }

    int count() {
        return squaredNorms.length;
    }

    /** The largest norm of an image. */
    double largestNorm() {
        float largest = 0;
        for (float norm : squaredNorms) {
            largest = Math.max(largest, norm);
        }
        return Math.sqrt(largest);
    }

    static float[] squaredNorms(float[] images, int imageWidth) {
        float[] norms = new float[images.length / imageWidth];
        for (int row = 0; row < norms.length; row++) {
            double sum = 0;
            for (int i = row * imageWidth; i < (row + 1) * imageWidth; i++) {
                sum += (double) images[i] * images[i];
            }
            norms[row] = (float) sum;
        }
        return norms;
    }

    private static void requireFinite(RowBlock rows) {
        for (int i = 0; i < rows.values().length; i++) {
            if (!Float.isFinite(rows.values()[i])) {
                throw new IllegalArgumentException("row id " + rows.ids()[i / rows.width()] + ", value "
                        + i % rows.width() + ": expected a finite number, found " + rows.values()[i]);
            }
        }
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
