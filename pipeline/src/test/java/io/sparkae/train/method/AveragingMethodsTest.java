package io.sparkae.train.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sparkae.train.method.AveragingMethod.AfterRound;
import io.sparkae.train.replica.TrainingState;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class AveragingMethodsTest {
    private static final TrainingState START = new TrainingState(new float[] {10}, new float[0], 0, 0);

    @Test
    void theMeanIsTheNextState() {
        TrainingState mean = new TrainingState(new float[] {3}, new float[0], 4, 0);

        assertSame(
                mean, new MeanAveraging().afterRound(START, new float[0], mean).state());
    }

    /** Workers that move θ by 1 in each round: 1, 1.5, 1.75, …, the geometric series, whatever the learning rate. */
    @Test
    void slowMomentumAddsUpChangesInOneDirection() {
        SlowMo method = new SlowMo(0.5, 1, new Sgd(0.25));

        assertArrayEquals(new float[] {11, 12.5f, 14.25f}, path(method, 3));
        assertArrayEquals(new float[] {12, 15, 18.5f}, path(new SlowMo(0.5, 2, new AdaDelta()), 3));
        assertArrayEquals(new float[] {11, 12, 13}, path(new SlowMo(0, 1, new Sgd(0.25)), 3));
    }

    /** v = β·v + Δ/γ: what was learnt at a high learning rate counts as much less at a low one. */
    @Test
    void slowMomentumIsInUnitsOfTheLearningRate() {
        MapSchedule falling = new MapSchedule.Builder(ScheduleType.ITERATION)
                .add(0, 1)
                .add(1, 0.1)
                .build();
        SlowMo method = new SlowMo(0.5, 1, new Sgd(falling));

        assertArrayEquals(new float[] {11, 12.05f}, path(method, 2), 1e-6f);
    }

    /** Two minibatches at 1 and 0.5 count as two at 0.75. */
    @Test
    void theLearningRateOfARoundIsItsMean() {
        MapSchedule falling = new MapSchedule.Builder(ScheduleType.ITERATION)
                .add(0, 1)
                .add(1, 0.5)
                .build();
        SlowMo method = new SlowMo(0.5, 1, new Sgd(falling));
        TrainingState mean = new TrainingState(new float[] {11}, new float[0], 2, 0);

        AfterRound after = method.afterRound(START, new float[1], mean);

        assertArrayEquals(new float[] {11}, after.state().parameters());
        assertEquals(-1 / 0.75, after.velocity()[0], 1e-6);
    }

    /** v = 1, 1.9; steps 0.7 · (1 + 0.9·1) = 1.33 and 0.7 · (1 + 0.9·1.9) = 1.897. */
    @Test
    void diLoCoTakesNesterovsSteps() {
        assertArrayEquals(new float[] {11.33f, 13.227f}, path(new DiLoCo(0.9, 0.7), 2), 1e-5f);
    }

    @Test
    void averagedGradientsAreSteppedByTheDriver() {
        TrainingState gradient = new TrainingState(new float[] {4}, new float[0], 1, 0);

        AfterRound after = new GradientAveraging(new Sgd(0.5)).afterRound(START, new float[0], gradient);

        assertArrayEquals(new float[] {8}, after.state().parameters());
        assertArrayEquals(new float[] {10}, START.parameters());
        assertArrayEquals(new float[] {4}, gradient.parameters());
        assertEquals(1, after.state().iteration());
    }

    /** θ after each of some rounds in which the workers move it by 1. */
    private static float[] path(AveragingMethod method, int rounds) {
        AfterRound now = new AfterRound(START, new float[method.velocityLength(1)]);
        float[] path = new float[rounds];
        for (int i = 0; i < rounds; i++) {
            TrainingState before = now.state();
            float[] mean = {before.parameters()[0] + 1};
            now = method.afterRound(before, now.velocity(), new TrainingState(mean, new float[0], i + 1, 0));
            path[i] = now.state().parameters()[0];
        }
        return path;
    }
}
