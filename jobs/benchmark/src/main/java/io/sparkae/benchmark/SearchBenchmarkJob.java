package io.sparkae.benchmark;

import io.sparkae.encode.EncodeFigures;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.jobs.Job;
import io.sparkae.jobs.JobSettings;
import io.sparkae.jobs.Session;
import io.sparkae.jobs.StageRun;
import io.sparkae.knn.KnnSettings;
import io.sparkae.knn.RepeatedSearch;
import io.sparkae.knn.search.Metric;
import io.sparkae.rows.Split;
import io.sparkae.rows.VerifiedParquet;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code benchmark knn}. */
@Command(
        name = "knn",
        description =
                "Times the exact search on a run's codes, and with -s knn.raw=true on its pixels, against FAISS and"
                        + " scikit-learn; does the stages before it first.")
final class SearchBenchmarkJob extends Job {
    /** MLlib's buckets are for one query in so many: all of them would take too long. */
    private static final int BUCKET_SHARE = 50;

    @Mixin
    private PeerOptions peers;

    @Option(
            names = "--approximate",
            description = "Also time approximate searches, with their recall: HNSW, and MLlib's LSH for one query in"
                    + " fifty. Takes minutes.")
    private boolean approximate;

    @Override
    public Integer call() throws IOException {
        options().prefer("spark.master=local[2]");
        int rounds = peers.rounds();
        JobSettings settings = options().settings();
        requireWhatPeersDo(settings.knn());
        StageRun.alone(options(), out(), List.of(StageName.INGEST, StageName.TRAIN, StageName.ENCODE));
        try (Session session = Session.open(settings.all(), "benchmark");
                RunLocks locks = new RunLocks()) {
            RunFolder run = locks.hold(RunFolder.at(options().runDir(settings), session.hadoop()));
            Manifest encodings = run.require(StageName.ENCODE, settings.of(StageName.ENCODE));
            Manifest dataset = run.require(StageName.INGEST, settings.of(StageName.INGEST));
            int classes = DatasetFacts.of(dataset).classes();
            compare(
                    settings,
                    session,
                    run,
                    encodings,
                    classes,
                    "code",
                    encodings.facts(EncodeFigures.Facts.class).dimension(),
                    rounds);
            if (settings.knn().raw()) {
                compare(
                        settings,
                        session,
                        run,
                        dataset,
                        classes,
                        "features",
                        DatasetFacts.of(dataset).features(),
                        rounds);
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
            int classes,
            String column,
            int dimension,
            int rounds)
            throws IOException, InterruptedException {
        StageName stage = column.equals("code") ? StageName.ENCODE : StageName.INGEST;
        Path folder = run.stage(stage).path();
        int k = settings.knn().k();
        Path written = new Path(run.root(), ".benchmark-" + column + "-" + UUID.randomUUID());
        long started = System.nanoTime();
        try (RepeatedSearch search = new RepeatedSearch(session.spark(), folder, manifest, column, settings.knn())) {
            search.write(written, classes);
            double all = (System.nanoTime() - started) / 1e9;
            new SearchBenchmark(peers.python(), out()).run(column, search, dimension, k, rounds);
            out().printf(Locale.ROOT, "  from Parquet to Parquet, the first time in this process: %.2f s%n", all);
            if (approximate) {
                new ApproximateBenchmark(out())
                        .run(
                                search,
                                rows(session, folder, column, Split.TEST),
                                rows(session, folder, column, Split.TRAIN)
                                        .union(rows(session, folder, column, Split.VALIDATION)),
                                dimension,
                                k,
                                BUCKET_SHARE);
            }
        } finally {
            run.fs().delete(written, true);
        }
    }

    private static Dataset<Row> rows(Session session, Path folder, String column, Split split) {
        return VerifiedParquet.read(session.spark(), new Path(folder, split.folder()))
                .selectExpr("id", column + " AS values");
    }
}
