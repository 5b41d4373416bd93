package io.sparkae.jobs;

import io.sparkae.run.StageName;
import picocli.CommandLine.Command;

/** The command {@code encode}. */
@Command(name = "encode", description = "Encodes all rows with the trained network.")
final class EncodeJob extends StageJob {
    EncodeJob() {
        super(StageName.ENCODE);
    }
}
