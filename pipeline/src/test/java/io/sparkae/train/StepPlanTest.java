package io.sparkae.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepPlanTest {
    private static final TrainingSettings DEFAULTS =
            TrainingSettings.defaults().withBatchSize(256).withEpochs(12);

    @Test
    void stepsAreThoseOfTheLargestWorker() {
        assertEquals(223, new StepPlan(DEFAULTS.withWorkers(1), 57_000).perEpoch());
        assertEquals(223, new StepPlan(DEFAULTS.withWorkers(32), 57_000).perEpoch());
        assertEquals(12 * 223, new StepPlan(DEFAULTS.withWorkers(8), 57_000).all());
    }

    @Test
    void enoughStepsThatDivideNeedNoWord() {
        for (int workers : new int[] {1, 2, 4, 8, 16, 32, 64}) {
            assertEquals(List.of(), new StepPlan(DEFAULTS.withWorkers(workers), 57_000).notes());
        }
    }

    @Test
    void sharesThatDoNotDivideAreSaid() {
        assertEquals(
                List.of("training.batch-size = 256 is not a multiple of 3 workers: each takes 85 rows, a step 255"),
                new StepPlan(DEFAULTS.withWorkers(3), 57_000).notes());
        assertEquals(
                List.of(
                        "training.batch-size = 256 is not a multiple of 300 workers: each takes 1 row, a step 300",
                        "each worker takes 1 row at a time, which costs almost as much as 4: a larger training.batch-size or"
                                + " fewer training.workers would be faster"),
                new StepPlan(DEFAULTS.withWorkers(300).withEpochs(20), 57_000).notes());
    }

    @Test
    void tooFewStepsAreSaidWithTheirNumber() {
        TrainingSettings large = DEFAULTS.withWorkers(32).withWorkerBatchSize(128);

        String note = new StepPlan(large, 57_000).notes().get(0);

        assertTrue(note.contains("only 168 steps in 12 epochs, since a step takes 4,096 of 57,000 rows"), note);
        assertTrue(note.contains("training.worker-batch-size"), note);
        assertTrue(new StepPlan(DEFAULTS.withBatchSize(4096), 57_000)
                .notes()
                .get(0)
                .contains("a smaller training.batch-size"));
        assertEquals(
                List.of("a step takes 4,096 rows and there are 500: one step an epoch"),
                new StepPlan(large, 500).notes());
    }
}
