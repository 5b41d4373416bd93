package io.sparkae.jobs;

import io.sparkae.jobs.console.LogFile;
import io.sparkae.report.ComparisonStage;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageOutcome;
import io.sparkae.run.StageTransaction;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/** Draws runs side by side. */
final class Comparison {
    private final RunOptions options;
    private final List<String> compared;
    private final PrintWriter out;

    /** @param compared folders of runs */
    Comparison(RunOptions options, List<String> compared, PrintWriter out) {
        this.options = options;
        this.compared = compared;
        this.out = out;
    }

    void run() throws IOException {
        JobSettings settings = options.settings();
        String runDir = options.runDirOr("runs/comparison");
        LogFile.beside(runDir, options.verbosity());
        try (Session session = Session.open(settings.all(), "comparison", runDir)) {
            RunFolder written = RunFolder.at(runDir, session.hadoop());
            List<RunFolder> runs = compared.stream()
                    .map(run -> RunFolder.at(run, session.hadoop()))
                    .toList();
            requireDifferent(runs, written);
            try (RunLocks locks = new RunLocks()) {
                List<RunFolder> held = new ArrayList<>(); // so that nobody is at work on what is read
                for (RunFolder run : runs) {
                    requireThere(run);
                    held.add(locks.hold(run));
                }
                RunFolder folder = locks.hold(written);
                StageOutcome outcome = new StageTransaction(folder)
                        .run(
                                new ComparisonStage(session.spark(), folder, held, settings, settings.report()),
                                options.force());
                out.printf(
                        Locale.ROOT,
                        "%s %s%n",
                        outcome.skipped() ? "drawn already:" : "drawn to",
                        new Path(folder.root(), "report/index.html"));
                out.flush();
            }
        }
    }

    /** Two names of one folder are one run. */
    private void requireDifferent(List<RunFolder> runs, RunFolder written) {
        long folders = Stream.concat(runs.stream(), Stream.of(written))
                .map(RunFolder::root)
                .distinct()
                .count();
        if (compared.size() < 2 || folders <= runs.size()) {
            throw new SettingsException(
                    List.of("--compare: expected two runs or more, each once and none of them --run-dir, found "
                            + String.join(" ", compared)));
        }
    }

    /** Locking would make the folder of a run that is not there. */
    private static void requireThere(RunFolder run) throws IOException {
        if (!run.fs().exists(run.root())) {
            throw new SettingsException(List.of("--compare: expected folders of runs, found no " + run.root()));
        }
    }
}
