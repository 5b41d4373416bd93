package io.sparkae.benchmark.forecast;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Tables of what training and search would take with more machines than are here. */
public final class ScalingForecast {
    private static final List<Integer> WORKERS = List.of(1, 2, 10, 100, 1_000);
    private static final List<Double> ROWS = List.of(1e6, 1e8);
    private static final double QUERIES = 1e5;
    private static final int CORES = 4;
    private static final int SIMULATED_ROUNDS = 200;
    private static final long SEED = 42;

    private final TrainingCosts training;
    private final SearchCosts search;
    private final PrintWriter out;

    /** @param training of which the rows are replaced by the table's */
    public ScalingForecast(TrainingCosts training, SearchCosts search, PrintWriter out) {
        this.training = training;
        this.search = search;
        this.out = out;
    }

    /** Computes, simulates and prints. */
    public void print() {
        for (double rows : ROWS) {
            TrainingCosts costs = training.withRows(rows);
            say(
                    "%,.0f rows, minibatch %d, averaging every %d: seconds an epoch (steps + rounds)%n",
                    rows, costs.minibatch(), costs.frequency());
            say(
                    "  %7s %24s %24s %9s %22s%n",
                    "workers", "formula", "simulated, jitter " + costs.jitter(), "speed-up", "efficiency");
            double alone = epoch(costs, 1, simulated(costs, 1)).total();
            for (int workers : WORKERS) {
                RoundSeconds simulated = epoch(costs, workers, simulated(costs, workers));
                say(
                        "  %,7d %s %s %9.1f %20.0f %%%n",
                        workers,
                        parts(epoch(costs, workers, RoundFormula.of(costs, workers))),
                        parts(simulated),
                        alone / simulated.total(),
                        100 * alone / simulated.total() / workers);
            }
        }
        say("%,.0f queries: seconds a search, machines of %d cores%n", QUERIES, CORES);
        say("  %8s %16s %16s%n", "machines", "10⁶ references", "10⁸ references");
        for (int machines : WORKERS) {
            say(
                    "  %,8d %16.2f %16.2f%n",
                    machines,
                    search.seconds(QUERIES, 1e6, machines, CORES),
                    search.seconds(QUERIES, 1e8, machines, CORES));
        }
    }

    private static RoundSeconds simulated(TrainingCosts costs, int workers) {
        return SimulatedRound.mean(costs, workers, SIMULATED_ROUNDS, SEED);
    }

    private static RoundSeconds epoch(TrainingCosts costs, int workers, RoundSeconds round) {
        double rounds = costs.rounds(workers);
        return new RoundSeconds(rounds * round.steps(), rounds * round.averaging());
    }

    private static String parts(RoundSeconds epoch) {
        return String.format(Locale.ROOT, "%8.2f (%5.2f + %5.2f)", epoch.total(), epoch.steps(), epoch.averaging());
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
        out.flush();
    }
}
