package io.sparkae.knn;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.sparkae.model.BlasKernels;
import org.bytedeco.javacpp.FloatPointer;

/**
 * For points y laid down beforehand and tiles of points x, the numbers {@code ‖y‖²·(1−slack) − 2·x·y}, one product of
 * matrices a tile: y is kept as {@code [−2y, ‖y‖²·(1−slack)]}, x becomes {@code [x, 1]}. Add {@code ‖x‖²} for squared
 * distances. Native memory, given back by {@link #close()}.
 */
final class BoundProduct implements AutoCloseable {
    static {
        BlasKernels.choose();
    }

    private final int width;
    private final FloatPointer right;
    private final FloatPointer left;
    private final FloatPointer product;
    private final float[] leftRow;

    /**
     * @param points y, {@code [count, imageWidth]}
     * @param squaredNorms of y
     * @param slack by which to lower their norms, relative
     * @param tileRows most points x of a tile
     * @param tileColumns most points y of a tile
     */
    BoundProduct(float[] points, float[] squaredNorms, int imageWidth, float slack, int tileRows, int tileColumns) {
        width = imageWidth + 1;
        right = new FloatPointer((long) squaredNorms.length * width);
        left = new FloatPointer((long) tileRows * width);
        product = new FloatPointer((long) tileRows * tileColumns);
        leftRow = new float[width];
        for (int row = 0; row < squaredNorms.length; row++) {
            for (int i = 0; i < imageWidth; i++) {
                leftRow[i] = -2 * points[row * imageWidth + i];
            }
            leftRow[imageWidth] = squaredNorms[row] * (1 - slack);
            right.position((long) row * width).put(leftRow);
        }
        right.position(0);
        leftRow[imageWidth] = 1;
    }

    /** Lays a point x, at {@code offset}, into a row of the tile. */
    void setRow(int row, float[] images, int offset) {
        System.arraycopy(images, offset, leftRow, 0, width - 1);
        left.position((long) row * width).put(leftRow);
        left.position(0);
    }

    /**
     * Multiplies.
     *
     * @param rows points x of the tile that count
     * @param from first point y
     * @param columns points y from there on
     * @param into receives {@code [rows, columns]}
     */
    void multiply(int rows, int from, int columns, float[] into) {
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasTrans,
                rows,
                columns,
                width,
                1f,
                left,
                width,
                right.getPointer((long) from * width),
                width,
                0f,
                product,
                columns);
        product.get(into, 0, rows * columns);
    }

    @Override
    public void close() {
        right.deallocate();
        left.deallocate();
        product.deallocate();
    }
}
