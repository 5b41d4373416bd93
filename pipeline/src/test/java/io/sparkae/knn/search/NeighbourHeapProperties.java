package io.sparkae.knn.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class NeighbourHeapProperties {
    @Property
    void theNearestAreKeptInOrder(
            @ForAll @Size(min = 1, max = 50) List<@IntRange(max = 9) Integer> distances,
            @ForAll @IntRange(min = 1, max = 60) int k) {
        NeighbourHeap heap = new NeighbourHeap(k);
        List<DoubleLoop.Neighbour> all = new ArrayList<>();
        for (int i = 0; i < distances.size(); i++) {
            long id = (i * 37L) % 101;
            heap.offer(distances.get(i), id, i);
            all.add(new DoubleLoop.Neighbour(id, distances.get(i)));
        }
        all.sort(
                Comparator.comparingDouble(DoubleLoop.Neighbour::distance).thenComparingLong(DoubleLoop.Neighbour::id));
        int kept = Math.min(k, all.size());
        double[] sortedDistances = new double[kept];
        long[] ids = new long[kept];

        heap.drainSorted(0, sortedDistances, ids, new int[kept]);

        assertEquals(kept, heap.ids().length);
        for (int i = 0; i < kept; i++) {
            assertEquals(all.get(i), new DoubleLoop.Neighbour(ids[i], sortedDistances[i]));
        }
    }
}
