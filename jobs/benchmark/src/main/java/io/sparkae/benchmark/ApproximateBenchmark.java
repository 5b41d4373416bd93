package io.sparkae.benchmark;

import io.sparkae.knn.Approximation;
import io.sparkae.knn.RepeatedSearch;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What approximate searches find, and how long they take for it, beside the exact one. */
public final class ApproximateBenchmark {
    private final PrintWriter out;

    /** @param out receives the table */
    public ApproximateBenchmark(PrintWriter out) {
        this.out = out;
    }

    /**
     * Measures and prints: graphs, and MLlib's buckets for one query in {@code share}.
     *
     * @param queries {@code id, values ARRAY<FLOAT>}
     * @param references likewise
     */
    public void run(
            RepeatedSearch search, Dataset<Row> queries, Dataset<Row> references, int dimension, int k, int share) {
        Dataset<Row> farthest = search.farthestNeighbours().where("id % " + share + " = 0");
        double exact = search.search();
        say("exact", exact, search.queryRows(), 1);
        Approximation graphs = search.searchGraphs();
        say("hnsw, an index for each slot", graphs.seconds(), search.queryRows(), graphs.recall());
        Dataset<Row> some = queries.where("id % " + share + " = 0");
        Approximation buckets = BucketSearch.run(some, references, farthest, dimension, k);
        say(
                "MLlib's BucketedRandomProjectionLSH, " + BucketSearch.HASH_TABLES + " tables",
                buckets.seconds(),
                some.count(),
                buckets.recall());
    }

    private void say(String name, double seconds, long queries, double recall) {
        out.printf(
                Locale.ROOT,
                "  %-52s %8.2f s for %,6d queries, %8.3f ms a query, recall %.4f%n",
                name,
                seconds,
                queries,
                1000 * seconds / queries,
                recall);
        out.flush();
    }
}
