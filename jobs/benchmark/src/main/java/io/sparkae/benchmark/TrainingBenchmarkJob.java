package io.sparkae.benchmark;

import io.sparkae.ingest.DatasetFacts;
import io.sparkae.jobs.Job;
import io.sparkae.jobs.JobSettings;
import io.sparkae.jobs.StageRun;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import io.sparkae.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code benchmark training}; the work is done by processes that it starts. */
@Command(
        name = "training",
        description = "Times training against Deeplearning4j's own and PyTorch, in turn, on this machine; takes some"
                + " minutes. Without data settings, on 60,000 generated digits.")
final class TrainingBenchmarkJob extends Job {
    @Mixin
    private PeerOptions peers;

    @Option(
            names = "--minibatch",
            paramLabel = "ROWS",
            defaultValue = "256",
            description = "Rows a minibatch; default: ${DEFAULT-VALUE}.")
    private int minibatch;

    @Override
    public Integer call() throws IOException {
        int rounds = peers.rounds();
        int batchSize = PeerOptions.atLeastOne("--minibatch", minibatch);
        options().prefer("ingest.validation-fraction=0");
        options().prefer("generate.train-rows=60000");
        options().prefer("experiment.name=benchmark");
        JobSettings settings = options().settings();
        StageRun.alone(options(), out(), List.of(StageName.INGEST));
        RunFolder folder = RunFolder.at(options().runDir(settings), new Configuration());
        Manifest dataset;
        try (RunLocks locks = new RunLocks()) { // until the processes that train take it
            dataset = locks.hold(folder).require(StageName.INGEST, settings.of(StageName.INGEST));
        }
        List<String> data = settings.of(StageName.INGEST).entrySet().stream()
                .map(TrainingBenchmarkJob::pair)
                .toList();
        TrainingBenchmark benchmark = new TrainingBenchmark(
                Path.of(folder.root().toUri().getPath()),
                dataset.rows().get("train"),
                DatasetFacts.of(dataset).features(),
                peers.python(),
                out());
        try {
            benchmark.run(data, batchSize, settings.training().averaging().frequency(), rounds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return 0;
    }

    private static String pair(Map.Entry<String, Object> setting) {
        return Settings.pair(setting.getKey(), setting.getValue());
    }
}
