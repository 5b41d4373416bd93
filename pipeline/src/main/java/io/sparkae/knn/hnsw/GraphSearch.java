package io.sparkae.knn.hnsw;

import io.sparkae.knn.search.NeighbourHeap;
import io.sparkae.knn.search.NeighbourSearch;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.RowBlocks;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.knn.search.SparkResources;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Approximate nearest neighbours: every partition of references gets an index of its own ({@link GraphIndex}), every
 * query asks all of them, and what they found is measured in full and merged. An index never leaves the task that built
 * it; the queries come to it.
 */
public final class GraphSearch implements NeighbourSearch {
    private final SparkResources held = new SparkResources();
    private final JavaRDD<Neighbours> neighbours;
    private final double seconds;

    /**
     * Searches.
     *
     * @param queries at most one block a partition, none of them empty
     * @param references an index a partition
     * @param seed of the graphs
     */
    public GraphSearch(
            JavaRDD<RowBlock> queries,
            JavaRDD<RowBlock> references,
            SearchSettings settings,
            GraphSettings graph,
            long seed) {
        long started = System.nanoTime();
        int indexes = references.getNumPartitions();
        JavaRDD<RowBlock> everyQueryForEveryIndex = queries.flatMapToPair(block -> copies(block, indexes))
                .partitionBy(new HashPartitioner(indexes)) // of an integer that is its own hash
                .values();
        JavaRDD<Neighbours> found = references.zipPartitions(
                everyQueryForEveryIndex, (rows, asking) -> search(rows, asking, settings, graph, seed));
        neighbours = held.keep(NeighbourSearch.merged(found, settings.k(), queries.getNumPartitions()));
        try {
            NeighbourSearch.answer(neighbours);
        } catch (Throwable failure) {
            held.close();
            throw failure;
        }
        seconds = (System.nanoTime() - started) / 1e9;
    }

    @Override
    public JavaRDD<Neighbours> neighbours() {
        return neighbours;
    }

    @Override
    public double seconds() {
        return seconds;
    }

    @Override
    public void close() {
        held.close();
    }

    private static Iterator<Tuple2<Integer, RowBlock>> copies(RowBlock block, int count) {
        List<Tuple2<Integer, RowBlock>> copies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            copies.add(new Tuple2<>(i, block));
        }
        return copies.iterator();
    }

    private static Iterator<Neighbours> search(
            Iterator<RowBlock> rows, Iterator<RowBlock> asking, SearchSettings settings, GraphSettings graph, long seed)
            throws IOException {
        List<Neighbours> all = new ArrayList<>();
        if (rows.hasNext()) {
            RowBlock references = RowBlocks.concat(rows);
            GraphIndex index = new GraphIndex(
                    settings.metric().comparable(references),
                    graph,
                    Seeds.of(seed, "knn.hnsw", TaskContext.getPartitionId()));
            while (asking.hasNext()) {
                all.add(search(index, references, asking.next(), settings));
            }
        }
        return all.iterator();
    }

    private static Neighbours search(GraphIndex index, RowBlock references, RowBlock queries, SearchSettings settings)
            throws IOException {
        RowBlock comparable = settings.metric().comparable(queries);
        int places = Math.min(settings.k(), references.rows());
        int wanted = places + (settings.leaveOneOut() ? 1 : 0);
        int[] everyRow = IntStream.range(0, references.rows()).toArray();
        Neighbours found = Neighbours.empty(queries, places);
        for (int query = 0; query < queries.rows(); query++) {
            NeighbourHeap nearest = new NeighbourHeap(places);
            int[] near = index.near(comparable, query, wanted);
            int[] measured = near.length < wanted ? everyRow : near; // a graph may fall into parts
            for (int row : measured) {
                if (!settings.leaveOneOut() || references.ids()[row] != queries.ids()[query]) {
                    nearest.offer(
                            settings.metric().distance(queries, query, references, row),
                            references.ids()[row],
                            references.labels()[row]);
                }
            }
            found.put(query, nearest);
        }
        return found;
    }
}
