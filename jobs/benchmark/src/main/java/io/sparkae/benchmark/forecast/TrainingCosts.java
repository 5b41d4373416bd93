package io.sparkae.benchmark.forecast;

/**
 * What an epoch is made of. Times are in seconds and mean a core that shares nothing with another.
 *
 * @param rows of all workers
 * @param minibatch rows of one
 * @param frequency minibatches between two averagings
 * @param step one minibatch of one worker
 * @param jitter how steps of a round vary between workers: the standard deviation of the logarithm of a worker's time
 * @param round what each round costs whatever the number of workers: the job, the mean, copies of the state
 * @param launch what the driver needs to start one task
 * @param stateBytes weights and updater state
 * @param bytesPerSecond that a machine sends, and that it receives
 */
public record TrainingCosts(
        double rows,
        int minibatch,
        int frequency,
        double step,
        double jitter,
        double round,
        double launch,
        double stateBytes,
        double bytesPerSecond) {

    /** The steps of each worker in an epoch; a part of a minibatch counts as that part. */
    double steps(int workers) {
        return rows / workers / minibatch;
    }

    /** The steps of a round: fewer than configured where an epoch has no more. */
    double stepsOfARound(int workers) {
        return Math.min(frequency, steps(workers));
    }

    double rounds(int workers) {
        return Math.max(1, steps(workers) / frequency);
    }

    /** Sending the state once. */
    double transfer() {
        return stateBytes / bytesPerSecond;
    }

    TrainingCosts withRows(double other) {
        return new TrainingCosts(other, minibatch, frequency, step, jitter, round, launch, stateBytes, bytesPerSecond);
    }
}
