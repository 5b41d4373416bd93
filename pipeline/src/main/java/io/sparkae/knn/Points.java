package io.sparkae.knn;

import io.sparkae.dataset.RowBlock;
import java.io.Serializable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A block of rows made ready for the search.
 *
 * @param rows as they are, for exact distances
 * @param images under {@link PrincipalAxes}, single precision, {@code [rows, imageWidth]}
 * @param imageWidth coordinates of an image
 * @param squaredNorms of the images
 */
record Points(RowBlock rows, float[] images, int imageWidth, float[] squaredNorms) implements Serializable {
    private static final int CHUNK = 1024;

    static Points of(RowBlock rows, PrincipalAxes axes) {
        requireFinite(rows);
        int imageWidth = axes.imageWidth();
        float[] images = new float[rows.rows() * imageWidth];
        INDArray transposedAxes = axes.axes() == null ? null : axes.transposedAxes();
        for (int from = 0; from < rows.rows(); from += CHUNK) {
            int to = Math.min(rows.rows(), from + CHUNK);
            INDArray centred = PrincipalAxes.centred(rows, from, to, axes.centre());
            if (transposedAxes == null) {
                copy(centred, images, from * imageWidth);
            } else {
                project(centred, transposedAxes, images, from * imageWidth, imageWidth);
            }
        }
        return new Points(rows, images, imageWidth, squaredNorms(images, imageWidth));
    }

    private static void copy(INDArray centred, float[] into, int offset) {
        double[] values = centred.data().asDouble();
        for (int i = 0; i < values.length; i++) {
            into[offset + i] = (float) values[i];
        }
    }

    private static void project(INDArray centred, INDArray transposedAxes, float[] into, int offset, int imageWidth) {
        double[] all = centred.data().asDouble();
        double[] projected = centred.mmul(transposedAxes).dup('c').data().asDouble();
        int rows = (int) centred.size(0);
        int width = (int) centred.size(1);
        int axes = imageWidth - 1;
        for (int row = 0; row < rows; row++) {
            double rest = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                rest += all[i] * all[i];
            }
            for (int i = 0; i < axes; i++) {
                double coordinate = projected[row * axes + i];
                rest -= coordinate * coordinate;
                into[offset + row * imageWidth + i] = (float) coordinate;
            }
            into[offset + row * imageWidth + axes] = (float) Math.sqrt(Math.max(0, rest));
        }
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
