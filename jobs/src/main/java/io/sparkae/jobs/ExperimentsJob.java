package io.sparkae.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** The command {@code experiments}; needs no Spark session. */
@Command(
        name = "experiments",
        description = "Lists the experiments that come with sparkae; run one with 'run --config"
                + " conf/experiments/NAME.conf'.")
final class ExperimentsJob extends Job {
    @Override
    public Integer call() throws IOException {
        List<Experiment> all = Experiment.packed();
        int width = all.stream().mapToInt(e -> e.name().length()).max().orElse(0);
        for (Experiment experiment : all) {
            out().printf(Locale.ROOT, "%-" + width + "s  %s%n", experiment.name(), experiment.description());
        }
        out().flush();
        return 0;
    }
}
