package io.sparkae.knn.search;

import io.sparkae.counters.Counters;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/** A search that has been done. Close it to release what it found. */
public interface NeighbourSearch extends AutoCloseable {
    /** The neighbours, a block of queries an element. */
    JavaRDD<Neighbours> neighbours();

    /** How long the search alone took, from blocks in memory to neighbours in memory. */
    double seconds();

    @Override
    void close();

    /** Has every query answered, now, and counts them. */
    static void answer(JavaRDD<Neighbours> neighbours) {
        LongAccumulator queries = Counters.of(neighbours.context()).count("knn.queries");
        neighbours.foreach(block -> queries.add(block.queries()));
    }

    /** What each block of queries found here and there, in one; blocks are told apart by their first query. */
    static JavaRDD<Neighbours> merged(JavaRDD<Neighbours> found, int k, int partitions) {
        return found.mapToPair(block -> new Tuple2<>(block.queryIds()[0], block))
                .reduceByKey((a, b) -> a.merge(b, k), partitions)
                .values();
    }
}
