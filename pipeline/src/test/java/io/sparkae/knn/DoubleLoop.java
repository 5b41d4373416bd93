package io.sparkae.knn;

import io.sparkae.dataset.RowBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The oracle of the k-NN tests: two loops over all pairs and a sort. */
final class DoubleLoop {
    private DoubleLoop() {}

    record Neighbour(long id, double distance) {}

    /** The k nearest references of a query by (distance, id). */
    static List<Neighbour> nearest(RowBlock queries, int query, RowBlock references, int k) {
        List<Neighbour> all = new ArrayList<>();
        for (int reference = 0; reference < references.rows(); reference++) {
            double sum = 0;
            for (int i = 0; i < queries.width(); i++) {
                double difference = (double) queries.values()[query * queries.width() + i]
                        - references.values()[reference * queries.width() + i];
                sum += difference * difference;
            }
            all.add(new Neighbour(references.ids()[reference], Math.sqrt(sum)));
        }
        all.sort(Comparator.comparingDouble(Neighbour::distance).thenComparingLong(Neighbour::id));
        return all.subList(0, k);
    }

    /** What a search says of a query, in the same form. */
    static List<Neighbour> found(Neighbours block, int query) {
        List<Neighbour> found = new ArrayList<>();
        for (int i = query * block.perQuery(); i < (query + 1) * block.perQuery(); i++) {
            found.add(new Neighbour(block.ids()[i], block.distances()[i]));
        }
        return found;
    }
}
