package io.sparkae.report.section;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Chooses rows that show as many classes as possible. */
final class Variety {
    private Variety() {}

    /**
     * First one row of each class in label order, then a second of each, and so on; of rows of one class or none, the
     * first.
     *
     * @param labels of the rows to choose from
     * @param most how many at most
     * @return positions of the rows chosen
     */
    static int[] of(int[] labels, int most) {
        int[] turns = new int[labels.length];
        Map<Integer, Integer> seen = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            turns[i] = seen.merge(labels[i], 1, Integer::sum);
        }
        return IntStream.range(0, labels.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> turns[i]).thenComparingInt(i -> labels[i]))
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
