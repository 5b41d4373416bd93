package io.sparkae.knn.hnsw;

import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.RowDistance;
import io.sparkae.rows.RowBlock;
import java.io.IOException;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * A navigable small-world graph of rows (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor
 * search using Hierarchical Navigable Small World graphs", 2018), by Lucene. It finds most of the nearest rows, not all.
 * Not thread-safe.
 */
final class HnswIndex {
    private final RowBlock rows;
    private final int efSearch;
    private final OnHeapHnswGraph graph;

    /**
     * Builds the graph, the same for the same rows and seed.
     *
     * @param rows comparable ones ({@link Metric#comparable})
     */
    HnswIndex(RowBlock rows, HnswSettings settings, long seed) throws IOException {
        this.rows = rows;
        this.efSearch = settings.efSearch();
        this.graph = HnswGraphBuilder.create(
                        new Scorers(rows), settings.m(), settings.efConstruction(), seed, rows.rows())
                .build(rows.rows());
    }

    /**
     * Rows near a comparable query: {@code count}, or {@code efSearch} if that is more; fewer if the graph has fewer in reach.
     */
    int[] near(RowBlock queries, int query, int count) throws IOException {
        RowDistance distance = new RowDistance(rows.width());
        distance.from(queries, query);
        ScoreDoc[] found = HnswGraphSearcher.search(
                        new Scorer(rows, distance), Math.max(count, efSearch), graph, null, Integer.MAX_VALUE)
                .topDocs()
                .scoreDocs;
        int[] near = new int[found.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = found[i].doc;
        }
        return near;
    }

    /** In Lucene a larger score is nearer. */
    private record Scorer(RowBlock rows, RowDistance distance) implements RandomVectorScorer {
        @Override
        public float score(int row) {
            return -distance.squareTo(rows, row);
        }

        @Override
        public int maxOrd() {
            return rows.rows();
        }
    }

    private record Scorers(RowBlock rows) implements RandomVectorScorerSupplier {
        @Override
        public RandomVectorScorer scorer(int row) {
            RowDistance distance = new RowDistance(rows.width());
            distance.from(rows, row);
            return new Scorer(rows, distance);
        }

        @Override
        public RandomVectorScorerSupplier copy() {
            return this;
        }
    }
}
