package io.sparkae.benchmark.forecast;

import io.sparkae.jobs.Job;
import io.sparkae.settings.SettingsException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code scaling}: tables of training and search times on more machines; docs/scaling.md says which defaults
 * were measured and which are assumed.
 */
@Command(
        name = "scaling",
        description = "Predicts, by a formula and by simulating rounds, what an epoch and a search would take on up to"
                + " 1,000 machines; nothing is measured. Milliseconds are of one core.")
public final class ScalingForecast extends Job {
    private static final List<Integer> WORKERS = List.of(1, 2, 10, 100, 1_000);
    private static final List<Double> ROWS = List.of(1e6, 1e8);
    private static final double QUERIES = 1e5;
    private static final int CORES = 4;
    private static final double SEARCH_FIXED_SECONDS = 0.08;
    private static final int SIMULATED_ROUNDS = 200;
    private static final long SEED = 42;

    @Option(
            names = "--minibatch",
            paramLabel = "ROWS",
            defaultValue = "256",
            description = "Rows of a minibatch; default: ${DEFAULT-VALUE}.")
    private int minibatch;

    @Option(
            names = "--frequency",
            paramLabel = "N",
            defaultValue = "20",
            description = "Minibatches between two averagings; default: ${DEFAULT-VALUE}.")
    private int frequency;

    @Option(
            names = "--step",
            paramLabel = "MS",
            defaultValue = "3.6",
            description = "One minibatch; default: ${DEFAULT-VALUE}.")
    private double step;

    @Option(
            names = "--jitter",
            paramLabel = "SIGMA",
            defaultValue = "0.1",
            description =
                    "Standard deviation of the logarithm of a worker's time for a round; default: ${DEFAULT-VALUE}.")
    private double jitter;

    @Option(
            names = "--round",
            paramLabel = "MS",
            defaultValue = "16.5",
            description = "Fixed cost of a round; default: ${DEFAULT-VALUE}.")
    private double round;

    @Option(
            names = "--launch",
            paramLabel = "MS",
            defaultValue = "0.5",
            description = "Starting one task; default: ${DEFAULT-VALUE}.")
    private double launch;

    @Option(
            names = "--parameters",
            paramLabel = "N",
            defaultValue = "210000",
            description = "Parameters of the model; default: ${DEFAULT-VALUE}.")
    private double parameters;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "24",
            description = "Bytes a parameter that a worker is sent and gives in a round: 24 with Adam and"
                    + " training.transfer = f32, 12 with f16, 7 with f8; default: ${DEFAULT-VALUE}.")
    private double bytes;

    @Option(
            names = "--network",
            paramLabel = "MB/S",
            defaultValue = "1100",
            description = "Sent, and received, by a machine; default: ${DEFAULT-VALUE}.")
    private double network;

    @Option(
            names = "--pair",
            paramLabel = "NS",
            defaultValue = "0.6",
            description = "One query against one reference; default: ${DEFAULT-VALUE}.")
    private double pair;

    @Option(
            names = "--query",
            paramLabel = "US",
            defaultValue = "13",
            description = "Fixed cost of a query; default: ${DEFAULT-VALUE}.")
    private double query;

    @Option(
            names = "--code",
            paramLabel = "VALUES",
            defaultValue = "16",
            description = "Values of a searched code; default: ${DEFAULT-VALUE}.")
    private int code;

    /**
     * Costs of an exact search: {@code f + q·(u + r·p) / cores + r·b/N}, the last term only with several machines, each of
     * which receives all references once. Linear in the references within a few percent, as measured between 15,000 and
     * 1,000,000 of them on one core; dividing the work by the cores holds for large searches only (docs/scaling.md).
     *
     * @param fixed f, Spark's jobs and clustering the sample, seconds
     * @param query u, core seconds of a query whatever the references
     * @param pair p, core seconds of a query and a reference
     * @param referenceBytes b, of one reference as it is sent
     * @param bytesPerSecond N, that a machine receives
     */
    record SearchCosts(double fixed, double query, double pair, double referenceBytes, double bytesPerSecond) {

        /** Seconds of a search. */
        double seconds(double queries, double references, int machines, int coresOfEach) {
            double cores = (double) machines * coresOfEach;
            double received = machines == 1 ? 0 : references * referenceBytes / bytesPerSecond;
            return fixed + queries * (query + references * pair) / cores + received;
        }
    }

    @Override
    public Integer call() {
        options().settings(); // unused, but a wrong one is an error here too
        check("--step", step, true);
        check("--jitter", jitter, false);
        check("--round", round, false);
        check("--launch", launch, false);
        check("--parameters", parameters, true);
        check("--bytes", bytes, true);
        check("--network", network, true);
        check("--pair", pair, false);
        check("--query", query, false);
        atLeastOne("--minibatch", minibatch);
        atLeastOne("--frequency", frequency);
        atLeastOne("--code", code);
        double bytesPerSecond = 1e6 * network;
        double stateBytes = bytes / 2 * parameters; // each way
        for (double rows : ROWS) {
            print(new TrainingCosts(
                    rows,
                    minibatch,
                    frequency,
                    1e-3 * step,
                    jitter,
                    1e-3 * round,
                    1e-3 * launch,
                    stateBytes,
                    bytesPerSecond));
        }
        print(new SearchCosts(
                SEARCH_FIXED_SECONDS, 1e-6 * query, 1e-9 * pair, (double) Float.BYTES * code, bytesPerSecond));
        return 0;
    }

    private static void check(String option, double value, boolean positive) {
        if (!Double.isFinite(value) || value < 0 || positive && value == 0) {
            throw new SettingsException(
                    List.of(option + ": expected a number " + (positive ? "> 0" : ">= 0") + ", found " + value));
        }
    }

    private void print(TrainingCosts costs) {
        say(
                "%,.0f rows, minibatch %d, averaging every %d: seconds an epoch (steps + rounds)%n",
                costs.rows(), costs.minibatch(), costs.frequency());
        say(
                "  %7s %24s %24s %9s %22s%n",
                "workers", "formula", "simulated, jitter " + costs.jitter(), "speed-up", "efficiency");
        double alone = epoch(costs, 1, simulated(costs, 1)).total();
        for (int workers : WORKERS) {
            TrainingCosts.Seconds simulated = epoch(costs, workers, simulated(costs, workers));
            say(
                    "  %,7d %s %s %9.1f %20.0f %%%n",
                    workers,
                    parts(epoch(costs, workers, costs.formula(workers))),
                    parts(simulated),
                    alone / simulated.total(),
                    100 * alone / simulated.total() / workers);
        }
    }

    private void print(SearchCosts costs) {
        say("%,.0f queries: seconds a search, machines of %d cores%n", QUERIES, CORES);
        say("  %8s %16s %16s%n", "machines", "10⁶ references", "10⁸ references");
        for (int machines : WORKERS) {
            say(
                    "  %,8d %16.2f %16.2f%n",
                    machines,
                    costs.seconds(QUERIES, 1e6, machines, CORES),
                    costs.seconds(QUERIES, 1e8, machines, CORES));
        }
    }

    private static TrainingCosts.Seconds simulated(TrainingCosts costs, int workers) {
        return SimulatedRound.mean(costs, workers, SIMULATED_ROUNDS, SEED);
    }

    private static TrainingCosts.Seconds epoch(TrainingCosts costs, int workers, TrainingCosts.Seconds round) {
        double rounds = costs.rounds(workers);
        return new TrainingCosts.Seconds(rounds * round.steps(), rounds * round.averaging());
    }

    private static String parts(TrainingCosts.Seconds epoch) {
        return String.format(Locale.ROOT, "%8.2f (%5.2f + %5.2f)", epoch.total(), epoch.steps(), epoch.averaging());
    }

    private void say(String format, Object... values) {
        out().printf(Locale.ROOT, format, values);
        out().flush();
    }
}
