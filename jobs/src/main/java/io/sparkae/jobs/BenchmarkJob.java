package io.sparkae.jobs;

import picocli.CommandLine.Command;

/** The command {@code benchmark}: which one is a command of its own. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        description = "Times sparkae against its peers, in turn, on this machine; a peer that is missing is skipped.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = {
            IngestBenchmarkJob.class,
            TrainingBenchmarkJob.class,
            SearchBenchmarkJob.class,
            ScaleBenchmarkJob.class,
            ScalingForecastJob.class
        })
final class BenchmarkJob {}
