package io.sparkae.train.averaging;

import io.sparkae.train.method.AveragingMethod;
import io.sparkae.train.replica.TrainingState;
import io.sparkae.train.transfer.Transfer;
import java.util.SortedMap;

/** Trains round by round. Close it to release the rows cached in executors. */
public interface AveragingEngine extends AutoCloseable {
    /**
     * The division of a training into rounds.
     *
     * @param seed the configured seed
     * @param workers partitions that train side by side
     * @param batchSize rows of a worker's minibatch
     * @param epochs passes over the rows
     * @param averaging averaging frequency and transfer
     * @param method of averaging
     */
    record Plan(
            long seed, int workers, int batchSize, int epochs, AveragingSettings averaging, AveragingMethod method) {
        /** Number of minibatches of some rows; the last may be smaller, and {@code batchSize} may exceed the rows. */
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
            return method.minibatchesOfARound(averaging.minibatches(epoch, epochs, batchesPerEpoch, workers));
        }

        /** In what form states travel: a lone worker's as they are, for rounding errors would not average out. */
        public Transfer transfer() {
            return workers == 1 ? Transfer.F32 : averaging.transfer();
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
     * Rounds of an epoch.
     *
     * @param epoch counted from 0
     */
    int rounds(int epoch);

    /**
     * Runs one round; a pure function of state and round.
     *
     * @param state at the beginning of the round, which belongs to its epoch
     * @param round within the epoch, counted from 0
     * @throws DivergedException if a loss is not finite
     */
    RoundResult run(TrainingState state, int round);

    @Override
    void close();

    /**
     * Result of a round.
     *
     * @param mean weighted mean of what the workers gave, by the averaging method; its iteration advanced
     * @param rows trained on
     * @param lossSum over those rows
     * @param rowsByExecutor the same rows by executor; empty if not known
     */
    record RoundResult(TrainingState mean, long rows, double lossSum, SortedMap<String, Long> rowsByExecutor) {}
}
