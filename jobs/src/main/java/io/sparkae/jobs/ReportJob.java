package io.sparkae.jobs;

import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code report}. */
@Command(
        name = "report",
        description = {
            "Draws what a run has come to: report/index.html and its figures. Writes metrics.json and prints the summary.",
            "It takes a run as it is, whatever its settings, and leaves out what has not been done."
        })
final class ReportJob extends Job {
    @Option(
            names = "--compare",
            paramLabel = "RUN",
            arity = "1..*",
            description = "Folders of runs to draw side by side instead; the page goes to --run-dir, by default"
                    + " runs/comparison.")
    private List<String> compared = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        if (compared.isEmpty()) {
            StageRun.alone(options(), out(), List.of(StageName.REPORT));
        } else {
            new Comparison(options(), compared, out()).run();
        }
        return 0;
    }
}
