package io.sparkae.ingest;

import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.source.PixelType;

/**
 * Consecutive rows of a split, in order, not yet scaled. Arrays are shared.
 *
 * @param ids of the rows
 * @param labels of the rows, {@link io.sparkae.rows.RowBlock#NO_LABEL} where unknown
 * @param images {@code [rows, pixels]}
 * @param type of the pixels
 * @param pixels of an image
 */
record RowGroup(long[] ids, int[] labels, byte[] images, PixelType type, int pixels) {
    int rows() {
        return ids.length;
    }

    boolean isGrey() {
        return type == PixelType.GREY;
    }

    /** A pixel's value, counted from the first of all rows. */
    float value(int index) {
        return type.value(images, index);
    }

    /**
     * The features of rows of grey values, {@code [rows, pixels]}.
     *
     * @param features of the values 0 to 255
     */
    float[] scaled(float[] features) {
        float[] all = new float[images.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = features[images[i] & 0xFF];
        }
        return all;
    }

    /** The features of all rows, {@code [rows, pixels]}. */
    float[] scaled(Scaling scaling) {
        float[] features = new float[rows() * pixels];
        for (int row = 0; row < rows(); row++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                int index = row * pixels + pixel;
                features[index] = scaling.apply(pixel, value(index));
            }
        }
        return features;
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
