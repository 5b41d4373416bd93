package io.sparkae.knn.exact;

/** How near the points of each cell can be to each of some consecutive queries, at least. */
final class CellBounds {
    private static final int TILE = 128;

    private final float[] bounds;
    private final int[] nearest;
    private final int first;

    private CellBounds(int first, int queries, int cells) {
        this.bounds = new float[Math.multiplyExact(queries, cells)];
        this.nearest = new int[queries];
        this.first = first;
    }

    /**
     * @param first query
     * @param end after the last query
     */
    static CellBounds of(Points queries, int first, int end, References references) {
        int cells = references.cells();
        int width = queries.imageWidth();
        float slack = (float) BoundProduct.slack(width);
        float[] norms = Points.squaredNorms(references.centres(), width);
        CellBounds all = new CellBounds(first, end - first, cells);
        float[] products = new float[TILE * cells];
        try (BoundProduct product = new BoundProduct(references.centres(), norms, width, slack, TILE, cells)) {
            for (int from = first; from < end; from += TILE) {
                int rows = Math.min(TILE, end - from);
                product.load(queries.images(), queries.squaredNorms(), from, rows);
                product.multiply(rows, 0, cells, products);
                for (int row = 0; row < rows; row++) {
                    all.fill(from + row - first, products, row * cells, references);
                }
            }
        }
        return all;
    }

    /** A lower bound, perhaps negative, of the distance between a query's image and any of a cell. */
    float of(int query, int cell) {
        return bounds[cell * nearest.length + query - first];
    }

    /** Whether a cell's centre is the one nearest to a query. */
    boolean isNearest(int query, int cell) {
        return nearest[query - first] == cell;
    }

    private void fill(int query, float[] products, int offset, References references) {
        nearest[query] = CellSeeds.smallest(products, offset, references.cells());
        for (int cell = 0; cell < references.cells(); cell++) {
            double squared = Math.max(0.0, products[offset + cell]);
            bounds[cell * nearest.length + query] =
                    Math.nextDown((float) (Math.sqrt(squared) - references.radii()[cell]));
        }
    }
}
