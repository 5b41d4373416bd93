package io.sparkae.knn.exact;

import io.sparkae.knn.search.Metric;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * References gathered in cells, so that a query passes over whole cells: a cell is the ball around the mean of the
 * points that one seed is nearest to. Points are in the order of cells; the rows themselves stay in the blocks they came
 * in.
 *
 * @param blocks of rows
 * @param blockOf the block of each point
 * @param rowOf the row of each point in its block
 * @param images of the points, {@code [count, imageWidth]}
 * @param squaredNorms of the images
 * @param imageWidth coordinates of an image
 * @param starts where each cell begins, and the end of the last, {@code [cells + 1]}
 * @param centres of the cells, {@code [cells, imageWidth]}
 * @param radii of the balls, rounded up
 */
public record References(
        RowBlock[] blocks,
        int[] blockOf,
        int[] rowOf,
        float[] images,
        float[] squaredNorms,
        int imageWidth,
        int[] starts,
        float[] centres,
        double[] radii)
        implements Serializable {

    /** @param parts at least one */
    static References of(List<CellMembers> parts, int cells) {
        int width = parts.get(0).points().imageWidth();
        int[] starts = starts(parts, cells);
        int count = starts[cells];
        int[] next = Arrays.copyOf(starts, cells);
        int[] blockOf = new int[count];
        int[] rowOf = new int[count];
        float[] images = new float[Math.multiplyExact(count, width)];
        float[] norms = new float[count];
        for (int block = 0; block < parts.size(); block++) {
            Points points = parts.get(block).points();
            for (int row = 0; row < points.count(); row++) {
                int point = next[parts.get(block).cellOf()[row]]++;
                blockOf[point] = block;
                rowOf[point] = row;
                System.arraycopy(points.images(), row * width, images, point * width, width);
                norms[point] = points.squaredNorms()[row];
            }
        }
        starts = Arrays.stream(starts).distinct().toArray(); // without cells that nothing went to
        float[] centres = new float[(starts.length - 1) * width];
        double[] radii = new double[starts.length - 1];
        for (int cell = 0; cell < radii.length; cell++) {
            radii[cell] = enclose(images, width, starts[cell], starts[cell + 1], centres, cell);
        }
        RowBlock[] blocks = parts.stream().map(part -> part.points().rows()).toArray(RowBlock[]::new);
        return new References(blocks, blockOf, rowOf, images, norms, width, starts, centres, radii);
    }

    int count() {
        return rowOf.length;
    }

    int cells() {
        return radii.length;
    }

    /** The block that holds a point's row. */
    RowBlock block(int point) {
        return blocks[blockOf[point]];
    }

    private static int[] starts(List<CellMembers> parts, int cells) {
        int[] starts = new int[cells + 1];
        for (CellMembers part : parts) {
            for (int cell : part.cellOf()) {
                starts[cell + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        return starts;
    }

    /** Sets a cell's centre; returns its radius. */
    private static double enclose(float[] images, int width, int from, int to, float[] centres, int cell) {
        double[] sums = new double[width];
        for (int point = from; point < to; point++) {
            for (int i = 0; i < width; i++) {
                sums[i] += images[point * width + i];
            }
        }
        for (int i = 0; i < width; i++) {
            centres[cell * width + i] = (float) (sums[i] / (to - from));
        }
        double largest = 0;
        for (int point = from; point < to; point++) {
            largest = Math.max(largest, Metric.EUCLIDEAN.distance(images, point * width, centres, cell * width, width));
        }
        return largest * (1 + 1e-12);
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
