package io.sparkae.benchmark;

import io.sparkae.knn.Approximation;
import org.apache.spark.ml.feature.BucketedRandomProjectionLSH;
import org.apache.spark.ml.feature.BucketedRandomProjectionLSHModel;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * MLlib's locality-sensitive hashing as a search for neighbours: {@link BucketedRandomProjectionLSH} joins what shares a
 * bucket, and the nearest k of that are kept.
 */
final class BucketSearch {
    static final int HASH_TABLES = 4;

    /** Width of a bucket, in standard deviations of the projected difference of a query and its k-th neighbour. */
    static final double BUCKET = 0.5;

    private BucketSearch() {}

    /**
     * Searches. Width of buckets and greatest distance of a pair, which MLlib asks for, come from the exact answer:
     * more than a user would know.
     *
     * @param queries {@code id, values ARRAY<FLOAT>}
     * @param references likewise
     * @param farthest the exact k-th neighbour's {@code distance} of each query {@code id}
     */
    static Approximation run(
            Dataset<Row> queries, Dataset<Row> references, Dataset<Row> farthest, int dimension, int k) {
        Row limits = farthest.selectExpr("max(distance)", "avg(distance)").first();
        Dataset<Row> asked = vectors(queries).cache();
        Dataset<Row> among = vectors(references).cache();
        try {
            long count = asked.count();
            among.count();
            long started = System.nanoTime();
            BucketedRandomProjectionLSHModel model = new BucketedRandomProjectionLSH()
                    .setInputCol("features")
                    .setOutputCol("buckets")
                    .setBucketLength(BUCKET * limits.getDouble(1) / Math.sqrt(dimension))
                    .setNumHashTables(HASH_TABLES)
                    .setSeed(0)
                    .fit(among);
            Column rank = org.apache
                    .spark
                    .sql
                    .functions
                    .row_number()
                    .over(Window.partitionBy("id").orderBy("distance", "neighbour_id"));
            Dataset<Row> found = model.approxSimilarityJoin(asked, among, limits.getDouble(0) * (1 + 1e-9), "distance")
                    .selectExpr("datasetA.id AS id", "datasetB.id AS neighbour_id", "distance")
                    .withColumn("rank", rank)
                    .where("rank <= " + k)
                    .cache();
            found.count();
            double seconds = (System.nanoTime() - started) / 1e9;
            long right = found.join(farthest.withColumnRenamed("distance", "limit"), "id")
                    .where("distance <= limit * (1 + 1e-9)")
                    .count();
            found.unpersist();
            return new Approximation(seconds, (double) right / (count * k));
        } finally {
            asked.unpersist();
            among.unpersist();
        }
    }

    private static Dataset<Row> vectors(Dataset<Row> rows) {
        return rows.select(
                rows.col("id"), functions.array_to_vector(rows.col("values")).as("features"));
    }
}
