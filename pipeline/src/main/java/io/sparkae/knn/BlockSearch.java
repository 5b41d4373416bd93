package io.sparkae.knn;

import io.sparkae.dataset.RowBlock;
import io.sparkae.model.NativeArrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Exact search of one block of queries in one block of references.
 *
 * <p>A product of images bounds all distances of a tile from below; a pair whose bound is above the query's k-th best
 * distance is passed over, every other one is measured in full: {@code Σ (x_i − y_i)²} in double precision, in the order
 * of the features, as a plain loop would do it.
 *
 * <p>The bound is computed in single precision, so it is lowered by {@code SLACK·(‖x‖² + ‖y‖²)} first. An image
 * coordinate is off by at most 2⁻²⁰ of the row's norm (rounding to single; the norm of the rest carries the square root
 * of double precision's cancellation), which moves a squared distance by less than {@code 4·2⁻²⁰·(‖x‖² + ‖y‖²)}; the
 * product over m coordinates adds at most {@code 2(m + 8)·2⁻²⁴·(‖x‖² + ‖y‖²)} (Higham, "Accuracy and Stability of
 * Numerical Algorithms", section 3.1). With m ≤ 65 that is below 2⁻¹⁶.
 */
final class BlockSearch {
    private static final float SLACK = 1f / (1 << 16);
    private static final int TILE_QUERIES = 256;
    private static final int TILE_REFERENCES = 4096;

    private final Points queries;
    private final Points references;
    private final NeighbourHeap[] heaps;

    private BlockSearch(Points queries, Points references, int k) {
        this.queries = queries;
        this.references = references;
        this.heaps = new NeighbourHeap[queries.rows().rows()];
        for (int i = 0; i < heaps.length; i++) {
            heaps[i] = new NeighbourHeap(Math.min(k, references.rows().rows()));
        }
    }

    static Neighbours run(Points queries, Points references, int k) {
        if (queries.rows().width() != references.rows().width()) {
            throw new IllegalArgumentException("expected queries and references of one width, found "
                    + queries.rows().width() + " and " + references.rows().width() + " values");
        }
        BlockSearch search = new BlockSearch(queries, references, k);
        int queryRows = queries.rows().rows();
        for (int from = 0; from < queryRows; from += TILE_QUERIES) {
            search.searchAll(from, Math.min(queryRows, from + TILE_QUERIES));
        }
        return search.result();
    }

    private void searchAll(int fromQuery, int toQuery) {
        INDArray tile = images(queries, fromQuery, toQuery);
        int referenceRows = references.rows().rows();
        float[] products = new float[(toQuery - fromQuery) * Math.min(TILE_REFERENCES, referenceRows)];
        for (int from = 0; from < referenceRows; from += TILE_REFERENCES) {
            int to = Math.min(referenceRows, from + TILE_REFERENCES);
            int columns = to - from;
            INDArray product = NativeArrays.uninitialised(toQuery - fromQuery, columns);
            Nd4j.gemm(tile, images(references, from, to), product, false, true, 1, 0);
            NativeArrays.get(product, products);
            for (int query = fromQuery; query < toQuery; query++) {
                scan(query, from, products, (query - fromQuery) * columns, columns);
            }
        }
    }

    private void scan(int query, int firstReference, float[] products, int offset, int columns) {
        float[] norms = references.squaredNorms();
        NeighbourHeap heap = heaps[query];
        float limit = limit(query, heap);
        for (int j = 0; j < columns; j++) {
            // lowered bound <= worst², with the query's own terms moved to the right
            if (norms[firstReference + j] * (1 - SLACK) - 2 * products[offset + j] <= limit) {
                measure(query, firstReference + j, heap);
                limit = limit(query, heap);
            }
        }
    }

    private float limit(int query, NeighbourHeap heap) {
        double worst = heap.worstDistance();
        return Math.nextUp((float) (worst * worst - queries.squaredNorms()[query] * (1.0 - SLACK)));
    }

    private void measure(int query, int reference, NeighbourHeap heap) {
        RowBlock from = queries.rows();
        RowBlock to = references.rows();
        int width = from.width();
        float[] x = from.values();
        float[] y = to.values();
        int xi = query * width;
        int yi = reference * width;
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double difference = (double) x[xi + i] - y[yi + i];
            sum += difference * difference;
        }
        heap.offer(Math.sqrt(sum), to.ids()[reference], to.labels()[reference]);
    }

    private Neighbours result() {
        int perQuery = heaps.length == 0 ? 0 : heaps[0].size();
        double[] distances = new double[heaps.length * perQuery];
        long[] ids = new long[heaps.length * perQuery];
        int[] labels = new int[heaps.length * perQuery];
        for (int query = 0; query < heaps.length; query++) {
            heaps[query].drainSorted(query * perQuery, distances, ids, labels);
        }
        return new Neighbours(queries.rows().ids(), queries.rows().labels(), perQuery, ids, distances, labels);
    }

    private static INDArray images(Points points, int from, int to) {
        int width = points.imageWidth();
        return NativeArrays.matrix(points.images(), from * width, to - from, width);
    }
}
