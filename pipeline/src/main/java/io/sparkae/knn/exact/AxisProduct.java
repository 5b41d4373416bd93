package io.sparkae.knn.exact;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.sparkae.platform.BlasKernels;
import org.bytedeco.javacpp.FloatPointer;

/** Products of tiles of rows with a matrix laid down beforehand. Native memory, given back by {@link #close()}. */
final class AxisProduct implements AutoCloseable {
    static {
        BlasKernels.choose();
    }

    private final int width;
    private final int axes;
    private final FloatPointer right;
    private final FloatPointer left;
    private final FloatPointer product;
    private final float[] coordinates;

    /**
     * @param matrix {@code [width, axes]}
     * @param axes columns; may be none
     * @param tileRows most rows of a tile
     */
    AxisProduct(float[] matrix, int axes, int tileRows) {
        this.axes = axes;
        this.width = axes == 0 ? 0 : matrix.length / axes;
        this.right = new FloatPointer((long) matrix.length).put(matrix, 0, matrix.length);
        this.left = new FloatPointer((long) tileRows * width);
        this.product = new FloatPointer((long) tileRows * axes);
        this.coordinates = new float[tileRows * axes];
    }

    /**
     * Multiplies.
     *
     * @param tile {@code [rows, width]}
     * @return {@code [rows, axes]}, valid until the next call
     */
    float[] multiply(float[] tile, int rows) {
        left.put(tile, 0, rows * width);
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasNoTrans,
                rows,
                axes,
                width,
                1f,
                left,
                width,
                right,
                axes,
                0f,
                product,
                axes);
        product.get(coordinates, 0, rows * axes);
        return coordinates;
    }

    @Override
    public void close() {
        right.deallocate();
        left.deallocate();
        product.deallocate();
    }
}
