package io.sparkae.benchmark.forecast;

/**
 * A round in closed form:
 *
 * <pre>  τ·t + a + l·W + S/N · ⌈log2(W+1)⌉ + S/N · W                  for W ≤ 8
 *  τ·t + a + Σ l·W_i + S/N · ⌈log2(W+1)⌉ + S/N · (8·levels + last)  for more</pre>
 *
 * with the terms of {@link TrainingCosts}: the state reaches twice as many machines with each transfer, and its sums go
 * up a tree of fan-in {@value #FAN_IN} whose stages wait for each other; W_i are the members of each level.
 */
final class RoundFormula {
    /** As in the training itself. */
    static final int FAN_IN = 8;

    private RoundFormula() {}

    /** @param workers one a machine */
    static RoundSeconds of(TrainingCosts costs, int workers) {
        double doublings = Math.ceil(Math.log(workers + 1) / Math.log(2));
        double averaging = costs.round() + costs.launch() * workers + costs.transfer() * doublings;
        int members = workers;
        while (members > FAN_IN) {
            members = groups(members);
            averaging += costs.launch() * members + costs.transfer() * FAN_IN;
        }
        averaging += costs.transfer() * members;
        return new RoundSeconds(costs.stepsOfARound(workers) * costs.step(), averaging);
    }

    static int groups(int members) {
        return (members + FAN_IN - 1) / FAN_IN;
    }
}
