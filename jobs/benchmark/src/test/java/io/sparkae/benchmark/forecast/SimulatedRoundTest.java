package io.sparkae.benchmark.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedRoundTest {
    private static final TrainingCosts COSTS = new TrainingCosts(1e8, 256, 20, 2e-3, 0, 9e-3, 0, 2.5e6, 1e9);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 9, 64, 1000})
    void isNearTheFormulaWhereNothingVaries(int workers) {
        TrainingCosts costs = new TrainingCosts(1e8, 256, 20, 2e-3, 0, 9e-3, 1e-3, 2.5e6, 1e9);

        double simulated = SimulatedRound.mean(costs, workers, 20, 1).total();
        double formula = costs.formula(workers).total();

        // tasks that start late find more who have the state; the formula lets all wait for the doublings
        assertTrue(simulated > 0.7 * formula && simulated < 1.3 * formula, simulated + " against " + formula);
    }

    @Test
    void allWhoAskAtOnceGetItFromTheDriver() {
        double[] arrivals = SimulatedRound.arrivals(new double[5], 1, new SplittableRandom(3));

        assertArrayEquals(new double[] {1, 2, 3, 4, 5}, arrivals);
    }

    @Test
    void oneWorkerPaysStepsTwoTransfersAndTheFixedCost() {
        TrainingCosts.Seconds seconds = SimulatedRound.mean(COSTS, 1, 1, 1);

        assertEquals(20 * 2e-3, seconds.steps(), 1e-12);
        assertEquals(9e-3 + 2 * 2.5e-3, seconds.averaging(), 1e-12);
    }

    @Test
    void theSlowestOfManyWorkersDecides() {
        TrainingCosts uneven = new TrainingCosts(1e8, 256, 20, 2e-3, 0.1, 9e-3, 0, 2.5e6, 1e12);

        // the largest of 1,000 normal values is 3.24 standard deviations above the mean
        assertEquals(
                20 * 2e-3 * Math.exp(0.324 - 0.005),
                SimulatedRound.mean(uneven, 1000, 100, 1).steps(),
                2e-3);
    }

    @Test
    void aRoundHasNoMoreStepsThanAnEpoch() {
        TrainingCosts few = new TrainingCosts(256 * 1000 * 2, 256, 20, 2e-3, 0, 9e-3, 0, 2.5e6, 1e9);
        assertEquals(2, few.stepsOfARound(1000));
        assertEquals(1, few.rounds(1000));
    }

    @Test
    void aBroadcastSpreadsFromWhoeverHasIt() {
        double[] arrivals = SimulatedRound.arrivals(evenly(1000, 0.01), 1, new SplittableRandom(3));

        double slowest = Arrays.stream(arrivals).max().orElseThrow();
        assertTrue(slowest >= Math.log(1001) / Math.log(2) - 1, "faster than doubling: " + slowest);
        assertTrue(slowest < 300, "the driver sent it to nearly everyone: " + slowest);
    }

    private static double[] evenly(int machines, double apart) {
        double[] asked = new double[machines];
        Arrays.setAll(asked, i -> i * apart);
        return asked;
    }
}
