package io.sparkae.jobs;

import io.sparkae.dataset.RunFolder;
import io.sparkae.dataset.RunLock;
import io.sparkae.dataset.StageName;
import io.sparkae.dataset.StageOutputException;
import io.sparkae.report.RunMetrics;
import io.sparkae.report.RunSummary;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;

/** The command {@code report}; needs no Spark session of its own. */
@Command(name = "report", description = "Writes metrics.json of a run and prints its summary.")
final class ReportJob extends Job {
    @Override
    public Integer call() throws IOException {
        JobSettings settings = options().settings();
        Optional<Session> session = Session.ifDemanded(settings.all(), settings.experiment());
        try {
            report(settings);
        } finally {
            session.ifPresent(Session::close);
        }
        return 0;
    }

    private void report(JobSettings settings) throws IOException {
        RunFolder run = RunFolder.at(options().runDir(settings), Session.hadoop(settings.all()));
        if (!run.fs().exists(run.root())) {
            throw noRun(run);
        }
        RunLock lock = RunLock.of(run); // reading puts right what a killed process left, so nobody may be at work
        try {
            if (run.stage(StageName.INGEST).committed().isEmpty()) {
                throw noRun(run);
            }
            RunMetrics.write(run);
            out().println(RunSummary.of(RunMetrics.collect(run), run));
        } finally {
            lock.close();
        }
    }

    private static StageOutputException noRun(RunFolder run) {
        return new StageOutputException("no run in " + run.root() + ": run 'sparkae run' with this --run-dir first");
    }
}
