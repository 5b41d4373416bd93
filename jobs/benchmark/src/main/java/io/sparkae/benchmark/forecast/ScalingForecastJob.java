package io.sparkae.benchmark.forecast;

import io.sparkae.benchmark.PeerOptions;
import io.sparkae.jobs.Job;
import io.sparkae.settings.SettingsException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code benchmark scaling}; docs/scaling.md says which defaults were measured and which are assumed. */
@Command(
        name = "scaling",
        description = "Predicts, by a formula and by simulating rounds, what an epoch and a search would take on up to"
                + " 1,000 machines; nothing is measured. Milliseconds are of one core.")
public final class ScalingForecastJob extends Job {
    @Option(
            names = "--minibatch",
            paramLabel = "ROWS",
            defaultValue = "256",
            description = "Default: ${DEFAULT-VALUE}.")
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
            description = "What a round costs besides; default: ${DEFAULT-VALUE}.")
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
            description = "Of the model; the state has three times as many values; default: ${DEFAULT-VALUE}.")
    private double parameters;

    @Option(
            names = "--network",
            paramLabel = "MB/S",
            defaultValue = "1100",
            description = "That a machine sends, and that it receives; default: ${DEFAULT-VALUE}.")
    private double network;

    @Option(
            names = "--pair",
            paramLabel = "NS",
            defaultValue = "0.6",
            description = "A query and a reference; default: ${DEFAULT-VALUE}.")
    private double pair;

    @Option(
            names = "--query",
            paramLabel = "US",
            defaultValue = "13",
            description = "A query, whatever the references; default: ${DEFAULT-VALUE}.")
    private double query;

    @Option(
            names = "--code",
            paramLabel = "VALUES",
            defaultValue = "16",
            description = "Of a code that is searched; default: ${DEFAULT-VALUE}.")
    private int code;

    @Override
    public Integer call() {
        options().settings(); // none of them matters, but a wrong one is an error here too
        check("--step", step, true);
        check("--jitter", jitter, false);
        check("--round", round, false);
        check("--launch", launch, false);
        check("--parameters", parameters, true);
        check("--network", network, true);
        check("--pair", pair, false);
        check("--query", query, false);
        PeerOptions.atLeastOne("--minibatch", minibatch);
        PeerOptions.atLeastOne("--frequency", frequency);
        PeerOptions.atLeastOne("--code", code);
        double bytesPerSecond = 1e6 * network;
        new ScalingForecast(
                        new TrainingCosts(
                                1,
                                minibatch,
                                frequency,
                                1e-3 * step,
                                jitter,
                                1e-3 * round,
                                1e-3 * launch,
                                3 * Float.BYTES * parameters,
                                bytesPerSecond),
                        new SearchCosts(0.08, 1e-6 * query, 1e-9 * pair, (double) Float.BYTES * code, bytesPerSecond),
                        out())
                .print();
        return 0;
    }

    private static void check(String option, double value, boolean positive) {
        if (!Double.isFinite(value) || value < 0 || positive && value == 0) {
            throw new SettingsException(
                    List.of(option + ": expected a number " + (positive ? "> 0" : ">= 0") + ", found " + value));
        }
    }
}
