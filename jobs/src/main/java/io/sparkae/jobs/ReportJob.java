package io.sparkae.jobs;

import io.sparkae.jobs.console.LogFile;
import io.sparkae.report.ComparisonStage;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import io.sparkae.run.StageTransaction;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code report}: the report of one run, or a comparison of several. */
@Command(
        name = "report",
        description = {
            "Draws a run's results: report/index.html and its figures. Writes metrics.json and prints the summary.",
            "Accepts a run as it is, whatever its settings, and leaves out stages that have not run."
        })
final class ReportJob extends Job {
    @Option(
            names = "--compare",
            paramLabel = "RUN",
            arity = "1..*",
            description = "Run folders to draw side by side instead; the page goes to --run-dir, by default"
                    + " runs/comparison.")
    private List<String> compared = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        if (compared.isEmpty()) {
            StageRun.alone(options(), console(), List.of(StageName.REPORT));
        } else {
            compare();
        }
        return 0;
    }

    private void compare() throws IOException {
        JobSettings settings = options().settings();
        String runDir = options().runDirOr("runs/comparison");
        LogFile.beside(runDir, options().verbosity());
        try (Session session = Session.open(settings.all(), "comparison", runDir)) {
            RunFolder written = RunFolder.at(runDir, session.hadoop());
            List<RunFolder> runs = compared.stream()
                    .map(run -> RunFolder.at(run, session.hadoop()))
                    .toList();
            requireDifferent(runs, written);
            try (RunLocks locks = new RunLocks()) {
                List<RunFolder> held = new ArrayList<>(); // so that no other process writes to them meanwhile
                for (RunFolder run : runs) {
                    requireExists(run);
                    held.add(locks.hold(run));
                }
                RunFolder folder = locks.hold(written);
                StageTransaction.Outcome outcome = new StageTransaction(folder)
                        .run(
                                new ComparisonStage(session.spark(), folder, held, settings, settings.report()),
                                options().force());
                out().printf(
                                Locale.ROOT,
                                "%s %s%n",
                                outcome.skipped() ? "drawn already:" : "drawn to",
                                new Path(folder.root(), "report/index.html"));
                out().flush();
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

    /** Locking a missing run would create its folder. */
    private static void requireExists(RunFolder run) throws IOException {
        if (!run.fs().exists(run.root())) {
            throw new SettingsException(List.of("--compare: expected run folders, found no " + run.root()));
        }
    }
}
