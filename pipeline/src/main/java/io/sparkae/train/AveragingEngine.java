package io.sparkae.train;

/** Trains round by round. Close it to release what it keeps in the executors. */
interface AveragingEngine extends AutoCloseable {
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
}
