package io.sparkae.knn;

import io.sparkae.dataset.RowBlock;
import java.io.Serializable;

/**
 * The nearest references of a block of queries, as far as searched. Arrays are shared.
 *
 * @param queryIds of the queries
 * @param queryLabels of the queries, {@link RowBlock#NO_LABEL} where unknown
 * @param perQuery neighbours a query has
 * @param ids of the neighbours, {@code [queries, perQuery]}, each row ordered by (distance, id)
 * @param distances to them, Euclidean
 * @param labels of them
 */
record Neighbours(long[] queryIds, int[] queryLabels, int perQuery, long[] ids, double[] distances, int[] labels)
        implements Serializable {

    int queries() {
        return queryIds.length;
    }

    /** The k nearest among those of two searches of the same queries over different references. */
    Neighbours merge(Neighbours other, int k) {
        int kept = Math.min(k, perQuery + other.perQuery);
        long[] mergedIds = new long[queries() * kept];
        double[] mergedDistances = new double[queries() * kept];
        int[] mergedLabels = new int[queries() * kept];
        for (int query = 0; query < queries(); query++) {
            NeighbourHeap heap = new NeighbourHeap(kept);
            offerTo(heap, query);
            other.offerTo(heap, query);
            heap.drainSorted(query * kept, mergedDistances, mergedIds, mergedLabels);
        }
        return new Neighbours(queryIds, queryLabels, kept, mergedIds, mergedDistances, mergedLabels);
    }

    private void offerTo(NeighbourHeap heap, int query) {
        for (int i = query * perQuery; i < (query + 1) * perQuery; i++) {
            heap.offer(distances[i], ids[i], labels[i]);
        }
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
