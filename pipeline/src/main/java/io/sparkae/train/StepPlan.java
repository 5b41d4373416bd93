package io.sparkae.train;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a training: how the rows of a step are shared among the workers, and whether there are enough steps.
 *
 * @param training its settings
 * @param rows to train on
 */
record StepPlan(TrainingSettings training, long rows) {
    /**
     * Fewer steps than this are too few for a good loss: 668 of 1,024 rows lost 22 % against 2,676 of 256, with the network
     * of {@code deep-32} and 12 epochs of MNIST (docs/benchmarks.md, "Steps and rows of a step").
     */
    static final long FEW_STEPS = 700;

    /** A step of fewer rows takes about as long, since all parameters are stepped in any case. */
    private static final int SMALL = 4;

    /** Steps of an epoch, those of the worker that has the most rows. */
    long perEpoch() {
        long workerRows = (rows + training.workers() - 1) / training.workers();
        return (workerRows + training.minibatch() - 1) / training.minibatch();
    }

    /** Steps of the whole training, or of a phase of one that has several. */
    long all() {
        return perEpoch() * training.epochs();
    }

    /** What a user should know of the steps, a line each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        long taken = training.rowsOfAStep();
        if (training.workerBatchSize() == 0 && taken != training.batchSize()) {
            notes.add(String.format(
                    "training.batch-size = %,d is not a multiple of %,d workers: each takes %,d %s, a step %,d",
                    training.batchSize(),
                    training.workers(),
                    training.minibatch(),
                    training.minibatch() == 1 ? "row" : "rows",
                    taken));
        }
        if (taken > rows) {
            notes.add(String.format("a step takes %,d rows and there are %,d: one step an epoch", taken, rows));
        } else if (all() < FEW_STEPS && rows > FEW_STEPS) {
            notes.add(String.format(
                    "only %,d steps in %,d epochs, since a step takes %,d of %,d rows: with so few the loss may stay a fifth"
                            + " higher; %s",
                    all(), training.epochs(), taken, rows, advice()));
        }
        if (training.workers() > 1 && training.minibatch() < SMALL && taken <= rows) {
            notes.add(String.format(
                    "each worker takes %,d %s at a time, which costs almost as much as %,d: a larger training.batch-size or"
                            + " fewer training.workers would be faster",
                    training.minibatch(), training.minibatch() == 1 ? "row" : "rows", SMALL));
        }
        return notes;
    }

    private String advice() {
        return training.workerBatchSize() > 0
                ? "leave training.worker-batch-size out, or give more training.epochs"
                : "a smaller training.batch-size or more training.epochs would help";
    }
}
