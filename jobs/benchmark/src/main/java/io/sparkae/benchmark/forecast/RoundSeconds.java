package io.sparkae.benchmark.forecast;

/**
 * A round's seconds.
 *
 * @param steps until the last worker has fitted its minibatches, of which waiting for slower ones is part
 * @param averaging all else: starting tasks, spreading the state, summing it, the fixed cost
 */
record RoundSeconds(double steps, double averaging) {
    double total() {
        return steps + averaging;
    }
}
