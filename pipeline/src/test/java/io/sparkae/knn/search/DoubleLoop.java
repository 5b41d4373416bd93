package io.sparkae.knn.search;

import io.sparkae.rows.RowBlock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The oracle of the k-NN tests: two loops over all pairs and a sort. */
public final class DoubleLoop {
    private DoubleLoop() {}

    public record Neighbour(long id, double distance) {}

    /** The k nearest references of a query by (distance, id). */
    public static List<Neighbour> nearest(RowBlock queries, int query, RowBlock references, SearchSettings settings) {
        List<Neighbour> all = new ArrayList<>();
        for (int reference = 0; reference < references.rows(); reference++) {
            if (!settings.leaveOneOut() || queries.ids()[query] != references.ids()[reference]) {
                double distance = settings.metric() == Metric.COSINE
                        ? cosine(queries, query, references, reference)
                        : euclidean(queries, query, references, reference);
                all.add(new Neighbour(references.ids()[reference], distance));
            }
        }
        all.sort(Comparator.comparingDouble(Neighbour::distance).thenComparingLong(Neighbour::id));
        return all.subList(0, settings.k());
    }

    /** The same, Euclidean and with all references. */
    public static List<Neighbour> nearest(RowBlock queries, int query, RowBlock references, int k) {
        return nearest(queries, query, references, new SearchSettings(k, Metric.EUCLIDEAN, false));
    }

    private static double euclidean(RowBlock queries, int query, RowBlock references, int reference) {
        double sum = 0;
        for (int i = 0; i < queries.width(); i++) {
            double difference = value(queries, query, i) - value(references, reference, i);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private static double cosine(RowBlock queries, int query, RowBlock references, int reference) {
        double product = 0;
        double squaresOfQuery = 0;
        double squaresOfReference = 0;
        for (int i = 0; i < queries.width(); i++) {
            double x = value(queries, query, i);
            double y = value(references, reference, i);
            product += x * y;
            squaresOfQuery += x * x;
            squaresOfReference += y * y;
        }
        return squaresOfQuery == 0 || squaresOfReference == 0
                ? 1
                : Math.max(0, 1 - product / (Math.sqrt(squaresOfQuery) * Math.sqrt(squaresOfReference)));
    }

    private static double value(RowBlock rows, int row, int i) {
        return rows.values()[row * rows.width() + i];
    }

    /** What a search says of a query, in the same form. */
    public static List<Neighbour> found(Neighbours block, int query) {
        List<Neighbour> found = new ArrayList<>();
        for (int i = query * block.perQuery(); i < (query + 1) * block.perQuery(); i++) {
            found.add(new Neighbour(block.ids()[i], block.distances()[i]));
        }
        return found;
    }
}
