package io.sparkae.jobs;

import io.sparkae.benchmark.SearchBenchmark;
import io.sparkae.dataset.Manifest;
import io.sparkae.dataset.RunFolder;
import io.sparkae.dataset.StageName;
import io.sparkae.knn.KnnSettings;
import io.sparkae.knn.Metric;
import io.sparkae.knn.RepeatedSearch;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code benchmark knn}. */
@Command(
        name = "knn",
        description =
                "Times the exact search on a run's codes, and with -s knn.raw=true on its pixels, against FAISS and"
                        + " scikit-learn; does the stages before it first.")
final class SearchBenchmarkJob extends Job {
    @Mixin
    private PeerOptions peers;

    @Override
    public Integer call() throws IOException {
        options().prefer("spark.master=local[2]");
        int rounds = peers.rounds();
        JobSettings settings = options().settings();
        requireWhatPeersDo(settings.knn());
        int code = new StageRun(options(), out()).run(List.of(StageName.INGEST, StageName.TRAIN, StageName.ENCODE));
        if (code != 0) {
            return code;
        }
        try (Session session = Session.open(settings.all(), "benchmark")) {
            RunFolder run = RunFolder.at(
                    options().runDir(settings), session.spark().sessionState().newHadoopConf());
            Manifest encodings = run.require(StageName.ENCODE, settings.of(StageName.ENCODE));
            compare(settings, session, run, encodings, "code", encodings.fact("dimension", Integer.class), rounds);
            if (settings.knn().raw()) {
                Manifest dataset = run.require(StageName.INGEST, settings.of(StageName.INGEST));
                compare(settings, session, run, dataset, "features", dataset.fact("features", Integer.class), rounds);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return 0;
    }

    private static void requireWhatPeersDo(KnnSettings settings) {
        if (settings.metric() != Metric.EUCLIDEAN || settings.leaveOneOut()) {
            throw new SettingsException(
                    List.of("knn.metric and knn.leave-one-out: expected euclidean and false, which is"
                            + " what the peers search for"));
        }
    }

    private void compare(
            JobSettings settings,
            Session session,
            RunFolder run,
            Manifest manifest,
            String column,
            int dimension,
            int rounds)
            throws IOException, InterruptedException {
        StageName stage = column.equals("code") ? StageName.ENCODE : StageName.INGEST;
        try (RepeatedSearch search =
                new RepeatedSearch(session.spark(), run.stage(stage).path(), manifest, column, settings.knn())) {
            new SearchBenchmark(peers.python(), out())
                    .run(column, search, dimension, settings.knn().k(), rounds);
        }
    }
}
