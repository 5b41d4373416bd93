package io.sparkae.jobs;

import io.sparkae.run.StageName;
import picocli.CommandLine.Command;

/** The command {@code run}. */
@Command(name = "run", description = "Does all stages, each unless it is done already.")
final class RunJob extends StageJob {
    RunJob() {
        super(StageName.values());
    }
}
