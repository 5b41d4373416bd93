package io.sparkae.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.ingest.RowOrder.StratifiedOrder;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StratifiedOrderProperties {

    @Property(tries = 300)
    void positionsAreUniqueAndClassesProportional(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 40) Integer> counts,
            @ForAll @DoubleRange(min = 0, max = 0.9) double fraction,
            @ForAll long seed) {
        long[] rowsOfClass = counts.stream().mapToLong(Integer::longValue).toArray();
        int rows = (int) Arrays.stream(rowsOfClass).sum();
        if (rows == 0) {
            return;
        }
        long held = Math.min(rows - 1, Math.round(rows * fraction));
        StratifiedOrder order = new StratifiedOrder(rowsOfClass, held, seed);
        boolean[] taken = new boolean[rows];
        long rank = 0;

        for (int label = -1; label < rowsOfClass.length - 1; label++) {
            long heldOfClass = 0;
            for (long within = 0; within < rowsOfClass[label + 1]; within++) {
                int position = (int) order.position(rank++, label, within);
                assertFalse(taken[position], "two rows at " + position);
                taken[position] = true;
                heldOfClass += position < held ? 1 : 0;
            }
            double share = (double) rowsOfClass[label + 1] * held / rows;
            assertTrue(Math.abs(heldOfClass - share) < 1, heldOfClass + " held out, its share is " + share);
        }
    }

    @Example
    void classesAreMixedOnBothSides() {
        StratifiedOrder order = new StratifiedOrder(new long[] {0, 500, 500}, 200, 7);

        long firstHalf = 0;
        for (int within = 0; within < 500; within++) {
            long position = order.position(within, 0, within);
            firstHalf += position >= 200 && position < 600 ? 1 : 0;
        }

        assertEquals(200, firstHalf, 40);
    }

    @Example
    void rowsLeftOverGoToTheLargestRemainders() {
        assertEquals("[1, 2, 1]", Arrays.toString(StratifiedOrder.apportion(new long[] {10, 17, 13}, 4)));
        assertEquals("[0, 0]", Arrays.toString(StratifiedOrder.apportion(new long[] {5, 5}, 0)));
        assertEquals("[0, 3]", Arrays.toString(StratifiedOrder.apportion(new long[] {0, 9}, 3)));
    }
}
