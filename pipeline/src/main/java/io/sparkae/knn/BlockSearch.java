package io.sparkae.knn;

import io.sparkae.dataset.RowBlock;

/**
 * Exact search of one block of queries in one block of references.
 *
 * <p>A query first looks in the cell of references whose centre is nearest, then in all others that may hold something
 * as near as its k-th best so far: by the triangle inequality none of a cell is nearer than {@code ‖x−centre‖ − radius}.
 * In a cell, a product of images bounds all distances of a tile of queries from below; a pair whose bound is above the
 * query's k-th best is passed over, every other one is measured in full, as a plain loop would do it ({@link Metric}).
 *
 * <p>The bound is computed in single precision, so it is lowered by {@code SLACK·(‖x‖² + ‖y‖²)} first. An image
 * coordinate is off by at most 2⁻²⁰ of the row's norm (rounding to single; the norm of the rest carries the square root
 * of double precision's cancellation), which moves a squared distance by less than {@code 4·2⁻²⁰·(‖x‖² + ‖y‖²)}; the
 * product over m coordinates adds at most {@code 2(m + 8)·2⁻²⁴·(‖x‖² + ‖y‖²)} (Higham, "Accuracy and Stability of
 * Numerical Algorithms", section 3.1). With m ≤ 98 that is below 2⁻¹⁵. The bound by cells is lowered likewise.
 */
final class BlockSearch implements AutoCloseable {
    private static final float SLACK = 0x1p-15f;
    private static final double IMAGE_SLACK = 0x1p-18;
    /** Queries whose bounds to all cells are held at a time: with 1,024 cells 16 MB. */
    private static final int CHUNK_QUERIES = 4096;

    private static final int TILE_QUERIES = 128;
    private static final int TILE_REFERENCES = 1024;

    private final Points queries;
    private final References references;
    private final SearchSettings settings;
    private final NeighbourHeap[] heaps;
    private final BoundProduct product;
    private final double imageSlack;
    private final int[] tile = new int[TILE_QUERIES];
    private final float[] products = new float[TILE_QUERIES * TILE_REFERENCES];

    private BlockSearch(Points queries, References references, SearchSettings settings) {
        this.queries = queries;
        this.references = references;
        this.settings = settings;
        Points points = references.points();
        this.heaps = new NeighbourHeap[queries.count()];
        for (int i = 0; i < heaps.length; i++) {
            heaps[i] = new NeighbourHeap(Math.min(settings.k(), points.count()));
        }
        this.imageSlack = IMAGE_SLACK * (queries.largestNorm() + points.largestNorm());
        this.product = new BoundProduct(
                points.images(), points.squaredNorms(), points.imageWidth(), SLACK, TILE_QUERIES, TILE_REFERENCES);
    }

    static Neighbours run(Points queries, References references, SearchSettings settings) {
        int width = references.points().rows().width();
        if (queries.rows().width() != width) {
            throw new IllegalArgumentException("expected queries and references of one width, found "
                    + queries.rows().width() + " and " + width + " values");
        }
        try (BlockSearch search = new BlockSearch(queries, references, settings)) {
            for (int first = 0; first < queries.count(); first += CHUNK_QUERIES) {
                search.searchAll(first, Math.min(queries.count(), first + CHUNK_QUERIES));
            }
            return search.result();
        }
    }

    private void searchAll(int first, int end) {
        CellBounds bounds = CellBounds.of(queries, first, end, references, SLACK);
        for (int cell = 0; cell < references.cells(); cell++) {
            lookIn(cell, first, end, bounds, true);
        }
        for (int cell = 0; cell < references.cells(); cell++) {
            lookIn(cell, first, end, bounds, false);
        }
    }

    /** Searches a cell for the queries whose nearest it is, or else for the others that it may hold something for. */
    private void lookIn(int cell, int first, int end, CellBounds bounds, boolean nearest) {
        int filled = 0;
        for (int query = first; query < end; query++) {
            if (bounds.isNearest(query, cell) == nearest
                    && (nearest || bounds.of(query, cell) - imageSlack <= reach(query))) {
                tile[filled++] = query;
                if (filled == TILE_QUERIES) {
                    search(cell, filled);
                    filled = 0;
                }
            }
        }
        search(cell, filled);
    }

    /** How far images of what could still enter may be. */
    private double reach(int query) {
        return Math.sqrt(settings.metric().squaredOfComparable(heaps[query].worstDistance()));
    }

    private void search(int cell, int filled) {
        int width = queries.imageWidth();
        for (int i = 0; i < filled; i++) {
            product.setRow(i, queries.images(), tile[i] * width);
        }
        int end = references.starts()[cell + 1];
        for (int from = references.starts()[cell]; filled > 0 && from < end; from += TILE_REFERENCES) {
            int columns = Math.min(TILE_REFERENCES, end - from);
            product.multiply(filled, from, columns, products);
            for (int i = 0; i < filled; i++) {
                scan(tile[i], from, i * columns, columns);
            }
        }
    }

    private void scan(int query, int firstReference, int offset, int columns) {
        NeighbourHeap heap = heaps[query];
        if (!heap.isFull()) {
            measureMostPromising(query, firstReference, offset, columns);
        }
        float limit = limit(query, heap);
        int end = offset + columns;
        for (int j = within(products, offset, end, limit); j < end; j = within(products, j + 1, end, limit)) {
            measure(query, firstReference + j - offset, heap);
            limit = limit(query, heap);
        }
    }

    /** Index of the first value from {@code from} on that is at most {@code limit}, else {@code end}: the hot loop. */
    private static int within(float[] values, int from, int end, float limit) {
        int i = from;
        while (i < end && values[i] > limit) {
            i++;
        }
        return i;
    }

    /** With the lowest bounds first, the limit for all others is low from the start. */
    private void measureMostPromising(int query, int firstReference, int offset, int columns) {
        NeighbourHeap heap = heaps[query];
        NeighbourHeap lowest = new NeighbourHeap(Math.min(columns, heap.missing()));
        for (int j = 0; j < columns; j++) {
            lowest.offer(products[offset + j], j, 0);
        }
        for (long j : lowest.ids()) {
            measure(query, firstReference + (int) j, heap);
            products[offset + (int) j] = Float.POSITIVE_INFINITY; // once is enough
        }
    }

    /** What a bound may be at most: worst² less the query's own terms. */
    private float limit(int query, NeighbourHeap heap) {
        double worst = settings.metric().squaredOfComparable(heap.worstDistance());
        // the largest finite number, so that an infinite bound is never within it
        return Math.min(Float.MAX_VALUE, Math.nextUp((float) (worst - queries.squaredNorms()[query] * (1.0 - SLACK))));
    }

    private void measure(int query, int reference, NeighbourHeap heap) {
        RowBlock from = queries.rows();
        RowBlock to = references.points().rows();
        int row = references.rows()[reference];
        if (settings.leaveOneOut() && from.ids()[query] == to.ids()[row]) {
            return;
        }
        int width = from.width();
        int xi = query * width;
        int yi = row * width;
        Metric metric = settings.metric();
        if (!heap.isFull() || !metric.isBeyond(heap.worstDistance(), from.values(), xi, to.values(), yi, width)) {
            heap.offer(metric.distance(from.values(), xi, to.values(), yi, width), to.ids()[row], to.labels()[row]);
        }
    }

    /** Queries may differ in how many neighbours they have here only if one was left out; places stay empty then. */
    private Neighbours result() {
        int perQuery = heaps.length == 0 ? 0 : heaps[0].capacity();
        Neighbours found = Neighbours.empty(queries.rows(), perQuery);
        for (int query = 0; query < heaps.length; query++) {
            found.put(query, heaps[query]);
        }
        return found;
    }

    @Override
    public void close() {
        product.close();
    }
}
