package io.sparkae.jobs;

import io.sparkae.run.StageName;
import picocli.CommandLine.Command;

/** The command {@code train}. */
@Command(name = "train", description = "Trains the experiment's network on the ingested data.")
final class TrainJob extends StageJob {
    TrainJob() {
        super(StageName.TRAIN);
    }
}
