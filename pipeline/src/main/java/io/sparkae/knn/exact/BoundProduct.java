package io.sparkae.knn.exact;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.sparkae.platform.BlasKernels;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * For fixed points y and tiles of points x, lower bounds of their squared distances, {@code ‖y‖²·(1−slack) −
 * 2·x·y + ‖x‖²·(1−slack)}, by one matrix product a tile: y is stored as {@code [−2y, ‖y‖²·(1−slack), 1]}, x becomes
 * {@code [x, 1, ‖x‖²·(1−slack)]}. Native memory, freed by {@link #close()}.
 */
final class BoundProduct implements AutoCloseable {
    static {
        BlasKernels.choose();
    }

    private final int projectedWidth;
    private final int width;
    private final float slack;
    private final FloatPointer right;
    private final FloatPointer left;
    private final FloatPointer product;
    private final IntPointer productBits;
    private final float[] tile;

    /**
     * @param points y, {@code [count, projectedWidth]}
     * @param squaredNorms of y
     * @param slack by which to lower norms, relative; 0 for approximate distances instead of bounds
     * @param tileRows points x of a tile at most
     * @param tileColumns points y of a tile at most
     */
    BoundProduct(float[] points, float[] squaredNorms, int projectedWidth, float slack, int tileRows, int tileColumns) {
        this.projectedWidth = projectedWidth;
        this.width = projectedWidth + 2;
        this.slack = slack;
        this.right = new FloatPointer((long) squaredNorms.length * width);
        this.left = new FloatPointer((long) tileRows * width);
        this.product = new FloatPointer((long) tileRows * tileColumns);
        this.productBits = new IntPointer(product);
        this.tile = new float[tileRows * width];
        float[] row = new float[width];
        for (int point = 0; point < squaredNorms.length; point++) {
            for (int i = 0; i < projectedWidth; i++) {
                row[i] = -2 * points[point * projectedWidth + i];
            }
            row[projectedWidth] = squaredNorms[point] * (1 - slack);
            row[projectedWidth + 1] = 1;
            right.position((long) point * width).put(row);
        }
        right.position(0);
    }

    /** The most that rounding raises bounds by, relative to {@code ‖x‖² + ‖y‖²} (Higham, section 3.1). */
    static double slack(int projectedWidth) {
        return 2 * (projectedWidth + 10) * 0x1p-24;
    }

    /** Loads consecutive points x as the tile. */
    void load(float[] projections, float[] squaredNorms, int from, int count) {
        for (int row = 0; row < count; row++) {
            set(row, projections, squaredNorms, from + row);
        }
        left.put(tile, 0, count * width);
    }

    /** Loads some points x as the tile. */
    void load(float[] projections, float[] squaredNorms, int[] points, int count) {
        for (int row = 0; row < count; row++) {
            set(row, projections, squaredNorms, points[row]);
        }
        left.put(tile, 0, count * width);
    }

    private void set(int row, float[] projections, float[] squaredNorms, int point) {
        System.arraycopy(projections, point * projectedWidth, tile, row * width, projectedWidth);
        tile[row * width + projectedWidth] = 1;
        tile[row * width + projectedWidth + 1] = squaredNorms[point] * (1 - slack);
    }

    /**
     * Computes bounds.
     *
     * @param rows points x of the tile
     * @param from first point y
     * @param columns points y from there on
     * @param into receives {@code [rows, columns]}
     */
    void multiply(int rows, int from, int columns, float[] into) {
        multiply(rows, from, columns);
        product.get(into, 0, rows * columns);
    }

    /** The same as bits of floats: non-negative ones are ordered as the floats. */
    void multiply(int rows, int from, int columns, int[] into) {
        multiply(rows, from, columns);
        productBits.get(into, 0, rows * columns);
    }

    private void multiply(int rows, int from, int columns) {
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
    }

    @Override
    public void close() {
        right.deallocate();
        left.deallocate();
        product.deallocate();
    }
}
