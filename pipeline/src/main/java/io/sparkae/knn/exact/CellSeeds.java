package io.sparkae.knn.exact;

/** Seeds of cells: some points of a sample, moved to the middle of those that they are nearest to (Lloyd, 1982). */
final class CellSeeds {
    private static final int TILE = 256;

    private CellSeeds() {}

    /** Seeds, {@code [cells, imageWidth]}, at most one a point. */
    static float[] of(float[] images, int imageWidth, int mostCells, int iterations) {
        int count = images.length / imageWidth;
        int cells = Math.min(mostCells, count);
        float[] seeds = new float[cells * imageWidth];
        for (int cell = 0; cell < cells; cell++) {
            int point = (int) ((long) cell * count / cells);
            System.arraycopy(images, point * imageWidth, seeds, cell * imageWidth, imageWidth);
        }
        for (int iteration = 0; iteration < iterations; iteration++) {
            moveToMeans(seeds, images, imageWidth, nearest(images, imageWidth, seeds));
        }
        return seeds;
    }

    /** The nearest seed of each point. */
    static int[] nearest(float[] images, int imageWidth, float[] seeds) {
        int cells = seeds.length / imageWidth;
        int[] nearest = new int[images.length / imageWidth];
        float[] own = new float[nearest.length]; // the same for every seed, so it does not matter
        float[] products = new float[TILE * cells];
        float[] norms = Points.squaredNorms(seeds, imageWidth);
        try (BoundProduct product = new BoundProduct(seeds, norms, imageWidth, 0, TILE, cells)) {
            for (int from = 0; from < nearest.length; from += TILE) {
                int rows = Math.min(TILE, nearest.length - from);
                product.load(images, own, from, rows);
                product.multiply(rows, 0, cells, products);
                for (int row = 0; row < rows; row++) {
                    nearest[from + row] = smallest(products, row * cells, cells);
                }
            }
        }
        return nearest;
    }

    /** Index of the smallest of {@code count} values from {@code offset} on. */
    static int smallest(float[] values, int offset, int count) {
        int best = 0;
        float lowest = values[offset];
        for (int i = 1; i < count; i++) {
            if (values[offset + i] < lowest) {
                lowest = values[offset + i];
                best = i;
            }
        }
        return best;
    }

    private static void moveToMeans(float[] seeds, float[] images, int imageWidth, int[] cellOf) {
        double[] sums = new double[seeds.length];
        int[] members = new int[seeds.length / imageWidth];
        for (int point = 0; point < cellOf.length; point++) {
            members[cellOf[point]]++;
            for (int i = 0; i < imageWidth; i++) {
                sums[cellOf[point] * imageWidth + i] += images[point * imageWidth + i];
            }
        }
        for (int i = 0; i < sums.length; i++) {
            if (members[i / imageWidth] > 0) {
                seeds[i] = (float) (sums[i] / members[i / imageWidth]);
            }
        }
    }
}
