package io.sparkae.knn;

import io.sparkae.dataset.RowBlock;
import java.io.Serializable;

/**
 * A block of rows made ready for the search.
 *
 * @param rows as they are, for exact distances
 * @param images under {@link PrincipalAxes}, single precision, {@code [rows, imageWidth]}
 * @param imageWidth coordinates of an image
 * @param squaredNorms of the images
 */
record Points(RowBlock rows, float[] images, int imageWidth, float[] squaredNorms) implements Serializable {
    static Points of(RowBlock rows, PrincipalAxes axes) {
        requireFinite(rows);
        int imageWidth = axes.imageWidth();
        float[] images = new float[rows.rows() * imageWidth];
        for (int row = 0; row < rows.rows(); row++) {
            axes.image(rows, row, images, row * imageWidth);
        }
        return new Points(rows, images, imageWidth, squaredNorms(images, imageWidth));
    }

    private static float[] squaredNorms(float[] images, int imageWidth) {
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
