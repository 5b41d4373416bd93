package io.sparkae.benchmark;

import io.sparkae.jobs.Job;
import io.sparkae.jobs.JobSettings;
import io.sparkae.jobs.Session;
import io.sparkae.ingest.IngestSettings;
import io.sparkae.run.StageName;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code benchmark ingest}. */
@Command(
        name = "ingest",
        description =
                "Times the ingest stage, from a plain CSV file to a committed dataset, against pandas reading that"
                        + " file; also gzipped, at ten times the rows, and reading alone.")
final class IngestBenchmarkJob extends Job {
    @Mixin
    private PeerOptions peers;

    @Override
    public Integer call() throws IOException {
        options().prefer("spark.master=local[2]");
        int rounds = peers.rounds();
        JobSettings settings = options().settings();
        requireOneFile(settings.ingest());
        List<String> pairs = settings.of(StageName.INGEST).entrySet().stream()
                .map(setting -> Settings.pair(setting.getKey(), setting.getValue()))
                .toList();
        try (Session session = Session.open(settings.all(), "benchmark")) {
            new IngestBenchmark(session.spark(), settings.ingest(), pairs, peers.python(), out()).run(rounds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return 0;
    }

    private static void requireOneFile(IngestSettings settings) {
        if (settings.train().size() != 1 || !settings.train().get(0).endsWith(".csv")) {
            throw new SettingsException(List.of(
                    "data.train: expected one CSV file of this machine, not compressed, found " + settings.train()));
        }
    }
}
