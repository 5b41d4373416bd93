package io.sparkae.benchmark;

import io.sparkae.rows.Split;
import io.sparkae.rows.table.VerifiedParquet;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.feature.BucketedRandomProjectionLSH;
import org.apache.spark.ml.feature.BucketedRandomProjectionLSHModel;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/** Recall and seconds of approximate searches beside the exact one: HNSW, and MLlib's locality-sensitive hashing. */
final class ApproximateSearches {
    /** LSH is timed on one query in this many: all of them would take too long. */
    private static final int LSH_SHARE = 50;

    private static final int HASH_TABLES = 4;

    /** Width of a bucket in standard deviations of the projected difference of a query and its k-th neighbour. */
    private static final double BUCKET = 0.5;

    private final SparkSession spark;
    private final Path folder;
    private final String column;
    private final PrintWriter out;

    /**
     * The result of an approximate search.
     *
     * @param seconds of the search
     * @param recall share of the exact search's neighbours found, 0 to 1
     */
    record Approximation(double seconds, double recall) {}

    /**
     * @param folder of the tables {@code train}, {@code validation} and {@code test}
     * @param column the array column
     */
    ApproximateSearches(SparkSession spark, Path folder, String column, PrintWriter out) {
        this.spark = spark;
        this.folder = folder;
        this.column = column;
        this.out = out;
    }

    /** Measures and prints. */
    void run(RepeatedSearch search, int dimension, int k) {
        Dataset<Row> farthest = search.farthestNeighbours().where("id % " + LSH_SHARE + " = 0");
        say("exact", search.search(), search.queryRows(), 1);
        Approximation graphs = search.searchGraphs();
        say("hnsw, an index for each slot", graphs.seconds(), search.queryRows(), graphs.recall());
        Dataset<Row> queries =
                vectors(Split.TEST).where("id % " + LSH_SHARE + " = 0").cache();
        Dataset<Row> references =
                vectors(Split.TRAIN).union(vectors(Split.VALIDATION)).cache();
        try {
            long count = queries.count();
            references.count();
            Approximation buckets = lsh(queries, count, references, farthest, dimension, k);
            String name = "MLlib's BucketedRandomProjectionLSH, " + HASH_TABLES + " tables";
            say(name, buckets.seconds(), count, buckets.recall());
        } finally {
            queries.unpersist();
            references.unpersist();
        }
    }

    private Dataset<Row> vectors(Split split) {
        Dataset<Row> rows = VerifiedParquet.read(spark, new Path(folder, split.folder()));
        return rows.select(
                rows.col("id"), functions.array_to_vector(rows.col(column)).as("features"));
    }

    /**
     * Joins rows that share a bucket and keeps the k nearest. MLlib asks for a bucket width and a greatest distance: both
     * are derived from the exact result, which is more than a user would know.
     *
     * @param farthest the exact k-th neighbour's {@code distance} of each query {@code id}
     */
    private static Approximation lsh(
            Dataset<Row> queries, long count, Dataset<Row> references, Dataset<Row> farthest, int dimension, int k) {
        Row limits = farthest.selectExpr("max(distance)", "avg(distance)").first();
        long started = System.nanoTime();
        BucketedRandomProjectionLSHModel model = new BucketedRandomProjectionLSH()
                .setInputCol("features")
                .setOutputCol("buckets")
                .setBucketLength(BUCKET * limits.getDouble(1) / Math.sqrt(dimension))
                .setNumHashTables(HASH_TABLES)
                .setSeed(0)
                .fit(references);
        Column rank = org.apache
                .spark
                .sql
                .functions
                .row_number()
                .over(Window.partitionBy("id").orderBy("distance", "neighbour_id"));
        Dataset<Row> found = model.approxSimilarityJoin(
                        queries, references, limits.getDouble(0) * (1 + 1e-9), "distance")
                .selectExpr("datasetA.id AS id", "datasetB.id AS neighbour_id", "distance")
                .withColumn("rank", rank)
                .where("rank <= " + k)
                .cache();
        try {
            found.count();
            double seconds = (System.nanoTime() - started) / 1e9;
            long right = found.join(farthest.withColumnRenamed("distance", "limit"), "id")
                    .where("distance <= limit * (1 + 1e-9)")
                    .count();
            return new Approximation(seconds, (double) right / (count * k));
        } finally {
            found.unpersist();
        }
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
