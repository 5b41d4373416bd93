package io.sparkae.knn.exact;

import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.RowDistance;
import io.sparkae.knn.search.SearchSettings;

/**
 * Exact search of one block of queries in one block of references.
 *
 * <p>A query first looks in the cell of references whose centre is nearest, then in all others that may hold something
 * as near as its k-th best so far: by the triangle inequality none of a cell is nearer than {@code ‖x−centre‖ − radius}.
 * In a cell, a product of images bounds all distances of a tile of queries from below; what may still be among a query's
 * nearest goes on its {@link Shortlist} and is measured in full, as a plain loop would do it ({@link Metric}).
 *
 * <p>Bounds are computed in single precision, so they are lowered by what rounding can add: {@link PrincipalAxes#slack()}
 * for the images and {@link BoundProduct#slack(int)} for their product.
 */
final class BlockSearch implements AutoCloseable {
    /** Queries whose bounds to all cells and shortlists are held at a time: with 1,024 cells 32 MB. */
    private static final int CHUNK_QUERIES = 4096;

    private static final int TILE_QUERIES = 128;
    private static final int TILE_REFERENCES = 1024;

    private final Points queries;
    private final References references;
    private final SearchSettings settings;
    private final QuerySearch[] searches;
    private final BoundProduct product;
    private final float slack;
    private final double largestNorm;
    private final RowDistance rowDistance;
    private final int[] tile = new int[TILE_QUERIES];
    private final int[] bounds = new int[TILE_QUERIES * TILE_REFERENCES];

    private BlockSearch(Points queries, References references, SearchSettings settings, double imageSlack) {
        this.queries = queries;
        this.references = references;
        this.settings = settings;
        this.searches = new QuerySearch[queries.count()];
        this.slack = Math.nextUp((float) (imageSlack + BoundProduct.slack(references.imageWidth())));
        this.largestNorm = Points.largest(references.squaredNorms());
        this.rowDistance = new RowDistance(queries.rows().width());
        this.product = new BoundProduct(
                references.images(),
                references.squaredNorms(),
                references.imageWidth(),
                slack,
                TILE_QUERIES,
                TILE_REFERENCES);
    }

    /** @param imageSlack {@link PrincipalAxes#slack()} */
    static Neighbours run(Points queries, References references, SearchSettings settings, double imageSlack) {
        int width = references.blocks()[0].width();
        if (queries.rows().width() != width) {
            throw new IllegalArgumentException("expected queries and references of one width, found "
                    + queries.rows().width() + " and " + width + " values");
        }
        int perQuery = Math.min(settings.k(), references.count());
        Neighbours found = Neighbours.empty(queries.rows(), perQuery);
        try (BlockSearch search = new BlockSearch(queries, references, settings, imageSlack)) {
            for (int first = 0; first < queries.count(); first += CHUNK_QUERIES) {
                search.searchAll(first, Math.min(queries.count(), first + CHUNK_QUERIES), found);
            }
        }
        return found;
    }

    private void searchAll(int first, int end, Neighbours found) {
        for (int query = first; query < end; query++) {
            double imageSlack = slack * (queries.squaredNorms()[query] + largestNorm);
            searches[query] = new QuerySearch(queries, query, references, settings, imageSlack, rowDistance);
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

    /** Searches a cell for the queries whose nearest it is, or else for the others that it may hold something for. */
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
        product.load(queries.images(), queries.squaredNorms(), tile, filled);
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
}
