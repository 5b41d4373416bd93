package io.sparkae.jobs;

import io.sparkae.run.StageName;
import picocli.CommandLine.Command;

/** The command {@code ingest}. */
@Command(name = "ingest", description = "Checks, shuffles and partitions the input data.")
final class IngestJob extends StageJob {
    IngestJob() {
        super(StageName.INGEST);
    }
}
