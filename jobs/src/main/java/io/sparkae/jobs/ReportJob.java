package io.sparkae.jobs;

import io.sparkae.dataset.RunFolder;
import io.sparkae.dataset.StageName;
import io.sparkae.dataset.StageOutputException;
import io.sparkae.report.RunMetrics;
import io.sparkae.report.RunSummary;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;

/** The command {@code report}; needs no Spark session. */
@Command(name = "report", description = "Writes metrics.json of a run and prints its summary.")
final class ReportJob extends Job {
    @Override
    public Integer call() throws IOException {
        RunFolder run = RunFolder.at(options().runDir(options().settings()), new Configuration());
        if (run.stage(StageName.INGEST).committed().isEmpty()) {
            throw new StageOutputException("no run in " + run.root() + ": run 'sparkae run' with this --run-dir first");
        }
        RunMetrics.write(run);
        out().println(RunSummary.of(RunMetrics.collect(run), run));
        return 0;
    }
}
