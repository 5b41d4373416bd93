package io.sparkae.jobs;

import io.sparkae.dataset.StageName;
import picocli.CommandLine.Command;

/** The command {@code report}. */
@Command(name = "report", description = "Draws what a run has come to, writes metrics.json and prints the summary.")
final class ReportJob extends StageJob {
    ReportJob() {
        super(StageName.REPORT);
    }
}
