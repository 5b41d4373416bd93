package io.sparkae.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.benchmark.WorkersTable.Line;
import io.sparkae.benchmark.WorkersTable.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkersTableTest {
    /** 1,000 rows, minibatches of 10 rows in 1 ms, two rounds of 50 ms: 200 ms. */
    private static final Line PLAIN =
            new Line(1, 10, 1e-3, List.of(outcome(0.10, 2, 0.4, 0.2, 0.1), outcome(0.12, 2, 0.6, 0.2, 0.1)));

    /** Five workers: 20 ms of steps and two rounds, of 50 ms, 5 starts and 8 transfers of 1 ms: 20 + 2·(50 + 2.5 + 8). */
    private static final Line FIVE = new Line(5, 10, 1e-3, List.of(outcome(0.121, 2, 0.5, 0.11, 0.09)));

    private static final WorkersTable TABLE = new WorkersTable(PLAIN, List.of(FIVE), 1.1, 0.05, 1e6);

    private static Outcome outcome(double loss, int rounds, Double... curve) {
        return new Outcome(1000, loss, 0.9, rounds, 2_000L * rounds, 0.3, List.of(curve));
    }

    @Test
    void epochsAreStepsAndRounds() {
        assertEquals(0.1 + 2 * (0.05 + 0.0005 + 0.002), TABLE.modelledEpoch(PLAIN), 1e-9);
        assertEquals(0.02 + 2 * (0.05 + 0.0025 + 0.008), TABLE.modelledEpoch(FIVE), 1e-9);
    }

    @Test
    void curvesAreMeansAndCrossTheTargetWithinAnEpoch() {
        assertArrayEquals(new double[] {0.5, 0.2, 0.1}, PLAIN.meanCurve(), 1e-12);
        assertEquals(2.9, TABLE.epochsToTarget(PLAIN), 1e-9); // 0.11 on the way from 0.2 to 0.1
        assertEquals(2, TABLE.epochsToTarget(FIVE), 1e-9);
        assertEquals(
                Double.POSITIVE_INFINITY,
                TABLE.epochsToTarget(new Line(5, 10, 1e-3, List.of(outcome(0.2, 2, 0.5, 0.4, 0.3)))));
    }

    @Test
    void theTableComparesWithTheYardstick() {
        String text = TABLE.toString();

        assertTrue(text.lines().anyMatch(l -> l.contains("plain") && l.contains("0.11000 ± 0.01000")), text);
        assertTrue(text.lines().anyMatch(l -> l.contains("0.12100") && l.contains("+10.00 %")), text);
    }
}
