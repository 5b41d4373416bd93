package io.sparkae.knn.search;

import io.sparkae.counters.Counters;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/** The neighbours that a search found, kept in the executors' memory. Close it to release them. */
public final class SearchResult implements AutoCloseable {
    private static final StructType TABLE = StructType.fromDDL(
            "id BIGINT NOT NULL, neighbour_id BIGINT NOT NULL, distance DOUBLE NOT NULL, rank INT NOT NULL");

    private final SparkResources resources;
    private final JavaRDD<Neighbours> neighbours;
    private final double seconds;

    private SearchResult(SparkResources resources, JavaRDD<Neighbours> neighbours, double seconds) {
        this.resources = resources;
        this.neighbours = neighbours;
        this.seconds = seconds;
    }

    /**
     * Searches: every query is answered when this returns, and counted as {@code knn.queries}.
     *
     * @param search builds the neighbours' RDD, and registers what the executors keep for it with the given resources
     */
    public static SearchResult of(Function<SparkResources, JavaRDD<Neighbours>> search) {
        long started = System.nanoTime();
        SparkResources resources = new SparkResources();
        try {
            JavaRDD<Neighbours> neighbours = resources.keep(search.apply(resources));
            LongAccumulator queries = Counters.of(neighbours.context()).count("knn.queries");
            neighbours.foreach(block -> queries.add(block.queries()));
            return new SearchResult(resources, neighbours, (System.nanoTime() - started) / 1e9);
        } catch (Throwable failure) {
            resources.close();
            throw failure;
        }
    }

    /** The k nearest of each block of queries among those found in several parts of the references. */
    public static JavaRDD<Neighbours> merged(JavaRDD<Neighbours> found, int k, int partitions) {
        return found.mapToPair(block -> new Tuple2<>(block.queryIds()[0], block)) // which tells blocks apart
                .reduceByKey((a, b) -> a.merge(b, k), partitions)
                .values();
    }

    /** The neighbours, one element for each block of queries. */
    public JavaRDD<Neighbours> neighbours() {
        return neighbours;
    }

    /**
     * The neighbours as {@code id, neighbour_id, distance, rank}: a row for each query and neighbour; ranks, by (distance,
     * id), count from 1. Evaluated when used, which must be before this is closed.
     */
    public Dataset<Row> table(SparkSession spark) {
        return spark.createDataFrame(neighbours.flatMap(SearchResult::rows), TABLE);
    }

    /** One at a time: for a large k a block's rows would be far larger than the block. */
    private static Iterator<Row> rows(Neighbours block) {
        return IntStream.range(0, block.ids().length)
                .mapToObj(i -> RowFactory.create(
                        block.queryIds()[i / block.perQuery()],
                        block.ids()[i],
                        block.distances()[i],
                        i % block.perQuery() + 1))
                .iterator();
    }

    /** Seconds of the search alone, from row blocks in memory to neighbours in memory. */
    public double seconds() {
        return seconds;
    }

    /** This result; closing it releases {@code others} too. */
    public SearchResult owning(SparkResources others) {
        resources.keepLongest(others);
        return this;
    }

    @Override
    public void close() {
        resources.close();
    }
}
