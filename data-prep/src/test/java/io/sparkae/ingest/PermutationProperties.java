package io.sparkae.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PermutationProperties {
    @Property(tries = 200)
    void everyIndexIsHitOnce(@ForAll @IntRange(min = 1, max = 5000) int size, @ForAll long seed) {
        Permutation permutation = new Permutation(size, seed);
        BitSet hit = new BitSet(size);
        for (int i = 0; i < size; i++) {
            hit.set(Math.toIntExact(permutation.apply(i)));
        }
        assertEquals(size, hit.cardinality());
        assertEquals(size, hit.length());
    }

    @Example
    void itShuffles() {
        Permutation permutation = new Permutation(60_000, 42);
        double meanMove = 0;
        for (int i = 0; i < 60_000; i++) {
            meanMove += Math.abs(permutation.apply(i) - i) / 60_000.0;
        }
        // A uniform shuffle moves a row by a third of the length on average.
        assertTrue(Math.abs(meanMove - 20_000) < 500, "mean move " + meanMove);
    }

    @Example
    void otherSeedsGiveOtherOrders() {
        Permutation one = new Permutation(1000, 1);
        Permutation two = new Permutation(1000, 2);
        int same = 0;
        for (int i = 0; i < 1000; i++) {
            same += one.apply(i) == two.apply(i) ? 1 : 0;
        }
        assertTrue(same < 20, same + " of 1000 in the same place");
    }

    @Example
    void anIndexOutsideIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Permutation(5, 1).apply(5));
    }
}
