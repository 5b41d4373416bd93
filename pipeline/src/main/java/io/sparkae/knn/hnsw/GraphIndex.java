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
 * A navigable small-world graph of some rows (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor
 * search using Hierarchical Navigable Small World graphs", 2018), by Lucene. It finds most of the nearest rows, not all.
 * Not for several threads at a time.
 */
final class GraphIndex {
    private final RowBlock rows;
    private final int searchBreadth;
    private final OnHeapHnswGraph graph;

    /**
     * Builds the graph, the same for the same rows and seed.
     *
     * @param rows to find, made comparable ({@link Metric#comparable})
     */
    GraphIndex(RowBlock rows, GraphSettings settings, long seed) throws IOException {
        this.rows = rows;
        this.searchBreadth = settings.searchBreadth();
        this.graph = HnswGraphBuilder.create(
                        new Scorers(rows), settings.connections(), settings.constructionBreadth(), seed, rows.rows())
                .build(rows.rows());
    }

    /** About {@code count} rows near a query that was made comparable; more if the search is broader, fewer if there are not as many. */
    int[] near(RowBlock queries, int query, int count) throws IOException {
        RowDistance distance = new RowDistance(rows.width());
        distance.from(queries, query);
        ScoreDoc[] found = HnswGraphSearcher.search(
                        new Scorer(rows, distance), Math.max(count, searchBreadth), graph, null, Integer.MAX_VALUE)
                .topDocs()
                .scoreDocs;
        int[] near = new int[found.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = found[i].doc;
        }
        return near;
    }

    /** Lucene wants the larger score to be the nearer. */
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
