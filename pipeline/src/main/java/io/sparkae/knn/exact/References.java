package io.sparkae.knn.exact;

import io.sparkae.knn.search.Metric;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * References in cells, so that a query can skip whole cells: a cell is the smallest ball around the mean of the points that
 * one centroid is nearest to. Points are ordered by cell; the rows themselves stay in the blocks they came in.
 *
 * @param blocks the rows
 * @param blockOf the block of each point
 * @param rowOf the row of each point in its block
 * @param projections of the points, {@code [count, projectedWidth]}
 * @param squaredNorms of the projections
 * @param projectedWidth coordinates of a projection
 * @param starts the first point of each cell, and the end of the last, {@code [cells + 1]}
 * @param centres of the cells, {@code [cells, projectedWidth]}
 * @param radii of the balls, rounded up
 */
record References(
        RowBlock[] blocks,
        int[] blockOf,
        int[] rowOf,
        float[] projections,
        float[] squaredNorms,
        int projectedWidth,
        int[] starts,
        float[] centres,
        double[] radii)
        implements Serializable {

    /** @param parts at least one */
    static References of(List<Part> parts, int cells) {
        int width = parts.get(0).points().projectedWidth();
        int[] starts = starts(parts, cells);
        int count = starts[cells];
        int[] next = Arrays.copyOf(starts, cells);
        int[] blockOf = new int[count];
        int[] rowOf = new int[count];
        float[] projections = new float[Math.multiplyExact(count, width)];
        float[] norms = new float[count];
        for (int block = 0; block < parts.size(); block++) {
            ProjectedRows points = parts.get(block).points();
            for (int row = 0; row < points.count(); row++) {
                int point = next[parts.get(block).cellOf()[row]]++;
                blockOf[point] = block;
                rowOf[point] = row;
                System.arraycopy(points.projections(), row * width, projections, point * width, width);
                norms[point] = points.squaredNorms()[row];
            }
        }
        starts = Arrays.stream(starts).distinct().toArray(); // leaves out empty cells
        float[] centres = new float[(starts.length - 1) * width];
        double[] radii = new double[starts.length - 1];
        for (int cell = 0; cell < radii.length; cell++) {
            radii[cell] = enclose(projections, width, starts[cell], starts[cell + 1], centres, cell);
        }
        RowBlock[] blocks = parts.stream().map(part -> part.points().rows()).toArray(RowBlock[]::new);
        return new References(blocks, blockOf, rowOf, projections, norms, width, starts, centres, radii);
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

    private static int[] starts(List<Part> parts, int cells) {
        int[] starts = new int[cells + 1];
        for (Part part : parts) {
            for (int cell : part.cellOf()) {
                starts[cell + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        return starts;
    }

    /** Sets a cell's centre; returns its radius. */
    private static double enclose(float[] projections, int width, int from, int to, float[] centres, int cell) {
        double[] sums = new double[width];
        for (int point = from; point < to; point++) {
            for (int i = 0; i < width; i++) {
                sums[i] += projections[point * width + i];
            }
        }
        for (int i = 0; i < width; i++) {
            centres[cell * width + i] = (float) (sums[i] / (to - from));
        }
        double largest = 0;
        for (int point = from; point < to; point++) {
            largest = Math.max(
                    largest, Metric.EUCLIDEAN.distance(projections, point * width, centres, cell * width, width));
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

    /**
     * Projected references, each with its cell.
     *
     * @param points the references
     * @param cellOf the cell of each point
     */
    record Part(ProjectedRows points, int[] cellOf) implements Serializable {
        static Part of(ProjectedRows points, SearchSpace space) {
            return new Part(
                    points,
                    SearchSpace.Centroids.nearest(points.projections(), points.projectedWidth(), space.centroids()));
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
}
