package io.sparkae.jobs;

import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code sweep}. */
@Command(
        name = "sweep",
        description = {
            "Trains the experiment with several code sizes, evaluates the codes, and tabulates them beside the raw"
                    + " pixels and principal components of the same size: how small may the code be?",
            "Models that are done are skipped, so an interrupted sweep continues."
        })
final class SweepJob extends Job {
    @Option(
            names = "--codes",
            paramLabel = "N",
            split = ",",
            defaultValue = "2,4,8,16,32,64",
            description = "Code sizes, separated by commas; default: ${DEFAULT-VALUE}.")
    private List<Integer> codes;

    @Override
    public Integer call() throws IOException {
        TreeSet<Integer> sizes = new TreeSet<>(codes);
        atLeastOne("--codes", sizes.first());
        RunOptions.Chosen chosen = options().choose("-sweep");
        JobSettings settings = chosen.settings();
        settings.all().given().requireComplete();
        try (Session session = Session.open(settings.all(), settings.experiment() + " sweep", chosen.folder())) {
            try (RunLocks locks = new RunLocks()) {
                RunFolder folder = locks.hold(RunFolder.at(chosen.folder(), session.hadoop()));
                chosen.requireUnchanged(folder);
                new Sweep(session.spark(), settings, options().force(), locks, folder, List.copyOf(sizes), console())
                        .run();
            }
        }
        return 0;
    }
}
