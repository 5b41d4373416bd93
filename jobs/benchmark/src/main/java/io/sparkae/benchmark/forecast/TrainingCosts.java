package io.sparkae.benchmark.forecast;

/**
 * Costs of which an epoch is made. Times are in seconds and mean a core that shares nothing with another.
 *
 * @param rows of all workers together
 * @param minibatch rows of one
 * @param frequency minibatches between two averagings
 * @param step one minibatch of one worker
 * @param jitter variation between workers: the standard deviation of the logarithm of a worker's time for a round
 * @param round fixed cost of a round, whatever the number of workers: the job, the mean, copies of the state
 * @param launch time in which the driver starts one task
 * @param stateBytes sent to a worker in a round, and again by it
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

    /** Members of a group that are summed together, as in {@code train.averaging}. */
    static final int FAN_IN = 8;

    /**
     * Seconds of a round, or of an epoch.
     *
     * @param steps until the last worker has fitted its minibatches, waiting for slower workers included
     * @param averaging the rest: starting tasks, broadcasting the state, summing it, the fixed cost
     */
    public record Seconds(double steps, double averaging) {
        double total() {
            return steps + averaging;
        }
    }

    /** Steps of each worker in an epoch; a part of a minibatch counts as that part. */
    double steps(int workers) {
        return rows / workers / minibatch;
    }

    /** Steps of a round: fewer than configured where an epoch has no more. */
    double stepsOfARound(int workers) {
        return Math.min(frequency, steps(workers));
    }

    /** Rounds of an epoch, at least 1. */
    double rounds(int workers) {
        return Math.max(1, steps(workers) / frequency);
    }

    /** Seconds of sending the state once. */
    double transfer() {
        return stateBytes / bytesPerSecond;
    }

    /**
     * A round in closed form:
     *
     * <pre>  τ·t + a + l·W + S/N · ⌈log2(W+1)⌉ + S/N · W                  for W ≤ 8
     *  τ·t + a + Σ l·W_i + S/N · ⌈log2(W+1)⌉ + S/N · (8·levels + last)  for more</pre>
     *
     * with τ = {@code frequency}, t = {@code step}, a = {@code round}, l = {@code launch}, S/N = {@link #transfer()}. Each
     * transfer doubles the number of machines that have the state; sums go up a tree of fan-in {@value #FAN_IN} whose
     * stages wait for each other; W_i are the members of each level.
     *
     * @param workers W, one a machine
     */
    public Seconds formula(int workers) {
        double doublings = Math.ceil(Math.log(workers + 1) / Math.log(2));
        double averaging = round + launch * workers + transfer() * doublings;
        int members = workers;
        while (members > FAN_IN) {
            members = groups(members);
            averaging += launch * members + transfer() * FAN_IN;
        }
        averaging += transfer() * members;
        return new Seconds(stepsOfARound(workers) * step, averaging);
    }

    /** Groups of {@value #FAN_IN} that the members form. */
    static int groups(int members) {
        return (members + FAN_IN - 1) / FAN_IN;
    }
}
