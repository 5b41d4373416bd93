package io.sparkae.benchmark;

import io.sparkae.benchmark.forecast.ScalingForecast;
import io.sparkae.jobs.Main;
import picocli.CommandLine.Command;

/** The command {@code sparkae-benchmark}; each benchmark is a command below it. */
@Command(
        name = "sparkae-benchmark",
        mixinStandardHelpOptions = true,
        description = "Times sparkae against its peers, in turn, on this machine; a peer that is missing is skipped.",
        synopsisSubcommandLabel = "BENCHMARK",
        subcommands = {
            IngestBenchmark.class,
            TrainingBenchmark.class,
            SparkMlBenchmark.class,
            WorkersBenchmark.class,
            SearchBenchmark.class,
            ScaleBenchmark.class,
            MemoryBenchmark.class,
            JobBenchmark.class,
            ScalingForecast.class
        })
public final class Benchmarks {

    /** Runs a benchmark and ends the process with its exit code. */
    public static void main(String[] args) {
        Main.run(new Benchmarks(), args);
    }
}
