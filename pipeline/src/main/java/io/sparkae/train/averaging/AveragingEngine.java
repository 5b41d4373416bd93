package io.sparkae.train.averaging;

import io.sparkae.train.replica.TrainingState;
import java.util.SortedMap;

/** Trains round by round. Close it to release what it keeps in the executors. */
public interface AveragingEngine extends AutoCloseable {
    /**
     * The division of a training into rounds.
     *
     * @param seed the configured seed
     * @param workers partitions that train side by side
     * @param batchSize rows a minibatch
     * @param epochs passes over the rows
     * @param averaging how often, and with what momentum
     */
    record Plan(long seed, int workers, int batchSize, int epochs, AveragingSettings averaging) {
        /** Minibatches that rows make, the last one perhaps smaller; any minibatch may be larger than the rows. */
        public int batches(int rows) {
            return ceiling(rows, batchSize);
        }

        /**
         * Minibatches of a round.
         *
         * @param epoch counted from 0
         * @param batchesPerEpoch of the worker that has the most
         */
        public int frequency(int epoch, int batchesPerEpoch) {
            return Math.min(batchesPerEpoch, averaging.frequencyIn(epoch, epochs));
        }

        /** Rounds of an epoch. */
        int rounds(int epoch, int batchesPerEpoch) {
            return ceiling(batchesPerEpoch, frequency(epoch, batchesPerEpoch));
        }

        private static int ceiling(int amount, int divisor) {
            return (int) (((long) amount + divisor - 1) / divisor);
        }
    }

    /**
     * How many rounds an epoch takes.
     *
     * @param epoch counted from 0
     */
    int rounds(int epoch);

    /**
     * Does one round from a state; a pure function of state and round.
     *
     * @param state its epoch is the one the round belongs to
     * @param round within the epoch, counted from 0
     * @throws DivergedException if a loss is not finite
     */
    RoundResult run(TrainingState state, int round);

    @Override
    void close();

    /**
     * What a round came to.
     *
     * @param mean the workers' weighted mean, the iteration moved on
     * @param rows trained on
     * @param lossSum over those rows
     * @param rowsByExecutor the same rows by executor; empty if not known
     */
    record RoundResult(TrainingState mean, long rows, double lossSum, SortedMap<String, Long> rowsByExecutor) {}
}
