package io.sparkae.knn;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A prediction by majority of neighbours, each with one vote; among equals the smallest label wins, as in
 * scikit-learn's {@code KNeighborsClassifier}.
 *
 * @param label predicted
 * @param share of the votes that it had, in (0, 1]
 */
record Vote(int label, double share) {
    /** Counts {@code count} labels from {@code offset} on. */
    static Vote of(int[] labels, int offset, int count) {
        SortedMap<Integer, Integer> votes = new TreeMap<>();
        for (int i = offset; i < offset + count; i++) {
            votes.merge(labels[i], 1, Integer::sum);
        }
        int best = -1;
        int most = 0;
        for (var entry : votes.entrySet()) {
            if (entry.getValue() > most) {
                best = entry.getKey();
                most = entry.getValue();
            }
        }
        return new Vote(best, (double) most / count);
    }
}
