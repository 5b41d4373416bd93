package io.sparkae.knn;

import io.sparkae.knn.search.Neighbours;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Recall@k: how many of the k nearest a search found, on average; one as near as the k-th counts as that one. */
public final class Recall {
    private Recall() {}

    /**
     * From 0 to 1.
     *
     * @param found by the search in question
     * @param exact what it should have found, of the same blocks of queries
     */
    public static double of(JavaRDD<Neighbours> found, JavaRDD<Neighbours> exact) {
        long[] counts = byBlock(found)
                .join(byBlock(exact))
                .values()
                .map(pair -> count(pair._1(), pair._2()))
                .fold(new long[2], (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]});
        return (double) counts[0] / counts[1];
    }

    private static JavaPairRDD<Long, Neighbours> byBlock(JavaRDD<Neighbours> neighbours) {
        return neighbours.mapToPair(block -> new Tuple2<>(block.queryIds()[0], block));
    }

    /** How many were found, and how many there are to find. */
    private static long[] count(Neighbours found, Neighbours exact) {
        long right = 0;
        for (int query = 0; query < exact.queries(); query++) {
            double farthest = exact.distances()[(query + 1) * exact.perQuery() - 1];
            for (int i = query * found.perQuery(); i < (query + 1) * found.perQuery(); i++) {
                right += found.distances()[i] <= farthest ? 1 : 0;
            }
        }
        return new long[] {right, exact.ids().length};
    }
}
