package io.sparkae.knn.search;

import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The nearest references found so far of a block of queries. Arrays are shared, not copied. An empty place has the distance
 * infinity.
 *
 * @param queryIds of the queries
 * @param queryLabels of the queries, {@link RowBlock#NO_LABEL} where unknown
 * @param perQuery places for neighbours of each query
 * @param ids neighbours' ids, {@code [queries, perQuery]}, each row ordered by (distance, id)
 * @param distances neighbours' distances, {@code [queries, perQuery]}
 * @param labels neighbours' labels, {@code [queries, perQuery]}
 */
public record Neighbours(long[] queryIds, int[] queryLabels, int perQuery, long[] ids, double[] distances, int[] labels)
        implements Serializable {

    /** No neighbours yet. */
    public static Neighbours empty(RowBlock queries, int perQuery) {
        return empty(queries.ids(), queries.labels(), perQuery);
    }

    private static Neighbours empty(long[] queryIds, int[] queryLabels, int perQuery) {
        int places = Math.multiplyExact(queryIds.length, perQuery);
        double[] distances = new double[places];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        return new Neighbours(queryIds, queryLabels, perQuery, new long[places], distances, new int[places]);
    }

    /** Number of queries. */
    public int queries() {
        return queryIds.length;
    }

    /** Sets a query's neighbours. */
    public void put(int query, NeighbourHeap heap) {
        heap.drainSorted(query * perQuery, distances, ids, labels);
    }

    /** The k nearest among those of two searches of the same queries over different references. */
    public Neighbours merge(Neighbours other, int k) {
        Neighbours merged = empty(queryIds, queryLabels, (int) Math.min(k, (long) perQuery + other.perQuery));
        for (int query = 0; query < queries(); query++) {
            NeighbourHeap heap = new NeighbourHeap(merged.perQuery);
            offerTo(heap, query);
            other.offerTo(heap, query);
            merged.put(query, heap);
        }
        return merged;
    }

    private void offerTo(NeighbourHeap heap, int query) {
        for (int i = query * perQuery; i < (query + 1) * perQuery; i++) {
            if (distances[i] < Double.POSITIVE_INFINITY) {
                heap.offer(distances[i], ids[i], labels[i]);
            }
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
