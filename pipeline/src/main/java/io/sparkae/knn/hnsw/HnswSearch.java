package io.sparkae.knn.hnsw;

import io.sparkae.knn.search.NeighbourHeap;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.RowDistance;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.knn.search.SearchSettings;
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
 * Approximate nearest neighbours: an {@link HnswIndex} is built of each partition of references, every query is searched in all
 * of them, and the rows found are measured in full and merged. An index never leaves the task that built it.
 */
public final class HnswSearch {
    private HnswSearch() {}

    /**
     * Searches.
     *
     * @param queries at most one block a partition, none of them empty; each block's first id is no other block's
     * @param references an index is built of each partition
     * @param seed of the graphs
     */
    public static SearchResult run(
            JavaRDD<RowBlock> queries,
            JavaRDD<RowBlock> references,
            SearchSettings settings,
            HnswSettings hnsw,
            long seed) {
        return SearchResult.of(resources -> search(queries, references, settings, hnsw, seed));
    }

    private static JavaRDD<Neighbours> search(
            JavaRDD<RowBlock> queries,
            JavaRDD<RowBlock> references,
            SearchSettings settings,
            HnswSettings hnsw,
            long seed) {
        int indexes = references.getNumPartitions();
        JavaRDD<RowBlock> everyQueryForEveryIndex = queries.flatMapToPair(block -> copies(block, indexes))
                .partitionBy(new HashPartitioner(indexes)) // an Integer's hash is its value
                .values();
        JavaRDD<Neighbours> found = references.zipPartitions(
                everyQueryForEveryIndex, (rows, asking) -> search(rows, asking, settings, hnsw, seed));
        return SearchResult.merged(found, settings.k(), queries.getNumPartitions());
    }

    private static Iterator<Tuple2<Integer, RowBlock>> copies(RowBlock block, int count) {
        List<Tuple2<Integer, RowBlock>> copies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            copies.add(new Tuple2<>(i, block));
        }
        return copies.iterator();
    }

    private static Iterator<Neighbours> search(
            Iterator<RowBlock> rows, Iterator<RowBlock> asking, SearchSettings settings, HnswSettings hnsw, long seed)
            throws IOException {
        List<Neighbours> all = new ArrayList<>();
        if (rows.hasNext()) {
            List<RowBlock> blocks = new ArrayList<>();
            rows.forEachRemaining(blocks::add);
            RowBlock references = RowBlock.concat(blocks).unpacked(); // a graph measures each row many times
            HnswIndex index = new HnswIndex(
                    settings.metric().comparable(references),
                    hnsw,
                    Seeds.of(seed, "knn.hnsw", TaskContext.getPartitionId()));
            while (asking.hasNext()) {
                all.add(search(index, references, asking.next(), settings));
            }
        }
        return all.iterator();
    }

    private static Neighbours search(HnswIndex index, RowBlock references, RowBlock queries, SearchSettings settings)
            throws IOException {
        RowBlock comparable = settings.metric().comparable(queries);
        int places = Math.min(settings.k(), references.rows());
        int wanted = places + (settings.leaveOneOut() ? 1 : 0);
        int[] everyRow = IntStream.range(0, references.rows()).toArray();
        Neighbours found = Neighbours.empty(queries, places);
        RowDistance distance = new RowDistance(queries.width());
        for (int query = 0; query < queries.rows(); query++) {
            NeighbourHeap nearest = new NeighbourHeap(places);
            int[] near = index.near(comparable, query, wanted);
            int[] measured = near.length < wanted ? everyRow : near; // the graph has several components
            distance.from(queries, query);
            for (int row : measured) {
                if (!settings.leaveOneOut() || references.ids()[row] != queries.ids()[query]) {
                    nearest.offer(
                            settings.metric().distance(distance, references, row),
                            references.ids()[row],
                            references.labels()[row]);
                }
            }
            found.put(query, nearest);
        }
        return found;
    }
}
