package io.sparkae.knn.exact;

import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.RowDistance;
import io.sparkae.knn.search.SearchSettings;

/**
 * Exact search of one block of queries in one block of references.
 *
 * <p>A query first looks in the cell of references whose centre is nearest, then in all others that may hold a
 * reference as near as its k-th best so far: by the triangle inequality none of a cell is nearer than {@code ‖x−centre‖ −
 * radius}. In a cell, a product of projections bounds all distances of a tile of queries from below; a reference that this
 * does not exclude becomes a candidate of {@link QuerySearch}, which measures it in full, as a plain loop does ({@link Metric}).
 *
 * <p>Bounds are computed in single precision, so they are lowered by the most that rounding can add: {@link PrincipalAxes#slack()}
 * for the projections and {@link BoundProduct#slack(int)} for their product.
 */
final class BlockSearch implements AutoCloseable {
    /** Queries whose bounds to all cells, and candidates, are held at a time: with 1,024 cells 32 MB. */
    private static final int CHUNK_QUERIES = 4096;

    private static final int TILE_QUERIES = 128;
    private static final int TILE_REFERENCES = 1024;

    private final ProjectedRows queries;
    private final References references;
    private final SearchSettings settings;
    private final QuerySearch[] searches;
    private final BoundProduct product;
    private final float slack;
    private final double largestNorm;
    private final RowDistance rowDistance;
    private final int[] tile = new int[TILE_QUERIES];
    private final int[] bounds = new int[TILE_QUERIES * TILE_REFERENCES];

    private BlockSearch(ProjectedRows queries, References references, SearchSettings settings, double projectionSlack) {
        this.queries = queries;
        this.references = references;
        this.settings = settings;
        this.searches = new QuerySearch[queries.count()];
        this.slack = Math.nextUp((float) (projectionSlack + BoundProduct.slack(references.projectedWidth())));
        this.largestNorm = ProjectedRows.largest(references.squaredNorms());
        this.rowDistance = new RowDistance(queries.rows().width());
        this.product = new BoundProduct(
                references.projections(),
                references.squaredNorms(),
                references.projectedWidth(),
                slack,
                TILE_QUERIES,
                TILE_REFERENCES);
    }

    /** @param projectionSlack {@link PrincipalAxes#slack()} */
    static Neighbours run(
            ProjectedRows queries, References references, SearchSettings settings, double projectionSlack) {
        int width = references.blocks()[0].width();
        if (queries.rows().width() != width) {
            throw new IllegalArgumentException("expected queries and references of one width, found "
                    + queries.rows().width() + " and " + width + " values");
        }
        int perQuery = Math.min(settings.k(), references.count());
        Neighbours found = Neighbours.empty(queries.rows(), perQuery);
        try (BlockSearch search = new BlockSearch(queries, references, settings, projectionSlack)) {
            for (int first = 0; first < queries.count(); first += CHUNK_QUERIES) {
                search.searchAll(first, Math.min(queries.count(), first + CHUNK_QUERIES), found);
            }
        }
        return found;
    }

    private void searchAll(int first, int end, Neighbours found) {
        for (int query = first; query < end; query++) {
            double projectionSlack = slack * (queries.squaredNorms()[query] + largestNorm);
            searches[query] = new QuerySearch(queries, query, references, settings, projectionSlack, rowDistance);
        }
        CellBounds bounds = CellBounds.of(queries, first, end, references);
        for (int cell = 0; cell < references.cells(); cell++) {
            lookIn(cell, first, end, bounds, true);
        }
        for (int cell = 0; cell < references.cells(); cell++) {
            lookIn(cell, first, end, bounds, false);
        }
        finish(first, end, bounds, found);
    }

    /** Cell by cell, so that the rows that neighbouring queries measure are still in the processor's cache. */
    private void finish(int first, int end, CellBounds bounds, Neighbours found) {
        for (int cell = 0; cell < references.cells(); cell++) {
            for (int query = first; query < end; query++) {
                if (bounds.isNearest(query, cell)) {
                    found.put(query, searches[query].result());
                    searches[query] = null;
                }
            }
        }
    }

    /** Searches a cell for the queries whose nearest cell it is, or else for the others that it may hold a neighbour of. */
    private void lookIn(int cell, int first, int end, CellBounds bounds, boolean nearest) {
        int filled = 0;
        for (int query = first; query < end; query++) {
            if (bounds.isNearest(query, cell) == nearest
                    && (nearest || bounds.of(query, cell) <= searches[query].reach())) {
                tile[filled++] = query;
                if (filled == TILE_QUERIES) {
                    search(cell, filled, nearest);
                    filled = 0;
                }
            }
        }
        search(cell, filled, nearest);
    }

    private void search(int cell, int filled, boolean nearest) {
        int end = references.starts()[cell + 1];
        product.load(queries.projections(), queries.squaredNorms(), tile, filled);
        for (int from = references.starts()[cell]; filled > 0 && from < end; from += TILE_REFERENCES) {
            int columns = Math.min(TILE_REFERENCES, end - from);
            product.multiply(filled, from, columns, bounds);
            for (int i = 0; i < filled; i++) {
                if (nearest) {
                    searches[tile[i]].begin(bounds, i * columns, columns, from);
                }
                searches[tile[i]].add(bounds, i * columns, columns, from);
            }
        }
    }

    @Override
    public void close() {
        product.close();
    }

    /** Lower bounds of the distances between consecutive queries and the points of each cell. */
    private static final class CellBounds {
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
        static CellBounds of(ProjectedRows queries, int first, int end, References references) {
            int cells = references.cells();
            int width = queries.projectedWidth();
            float slack = (float) BoundProduct.slack(width);
            float[] norms = ProjectedRows.squaredNorms(references.centres(), width);
            CellBounds all = new CellBounds(first, end - first, cells);
            float[] products = new float[TILE * cells];
            try (BoundProduct product = new BoundProduct(references.centres(), norms, width, slack, TILE, cells)) {
                for (int from = first; from < end; from += TILE) {
                    int rows = Math.min(TILE, end - from);
                    product.load(queries.projections(), queries.squaredNorms(), from, rows);
                    product.multiply(rows, 0, cells, products);
                    for (int row = 0; row < rows; row++) {
                        all.fill(from + row - first, products, row * cells, references);
                    }
                }
            }
            return all;
        }

        /** A lower bound, perhaps negative, of the distance between a query's projection and those of a cell. */
        float of(int query, int cell) {
            return bounds[cell * nearest.length + query - first];
        }

        /** Whether a cell's centre is the one nearest to a query. */
        boolean isNearest(int query, int cell) {
            return nearest[query - first] == cell;
        }

        private void fill(int query, float[] products, int offset, References references) {
            nearest[query] = SearchSpace.Centroids.smallest(products, offset, references.cells());
            for (int cell = 0; cell < references.cells(); cell++) {
                double squared = Math.max(0.0, products[offset + cell]);
                bounds[cell * nearest.length + query] =
                        Math.nextDown((float) (Math.sqrt(squared) - references.radii()[cell]));
            }
        }
    }
}
