package io.sparkae.benchmark;

import io.sparkae.encode.EncodeFigures;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.jobs.Job;
import io.sparkae.jobs.JobSettings;
import io.sparkae.jobs.Session;
import io.sparkae.jobs.StageRun;
import io.sparkae.knn.KnnSettings;
import io.sparkae.knn.search.Metric;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code knn}: the exact search beside FAISS's exact index and scikit-learn, on the same rows. */
@Command(
        name = "knn",
        description =
                "Times the exact search on a run's codes, and with -s knn.raw=true on its pixels, against FAISS and"
                        + " scikit-learn; runs the stages before it first.")
final class SearchBenchmark extends Job {
    /** Searches of sparkae in a round, of which the first half warms up. */
    private static final int SEARCHES = 12;

    /** The widest rows that scikit-learn's k-d tree is timed on. */
    private static final int KD_TREE_UP_TO = 16;

    @Mixin
    private PeerOptions peers;

    @Option(
            names = "--approximate",
            description = "Also time approximate searches, with their recall: HNSW, and MLlib's LSH for one query in"
                    + " fifty. Takes minutes.")
    private boolean approximate;

    @Override
    public Integer call() throws IOException, InterruptedException {
        options().prefer("spark.master=local[2]");
        int rounds = peers.rounds();
        JobSettings settings = options().settings();
        requireWhatPeersDo(settings.knn());
        StageRun.alone(options(), console(), List.of(StageName.INGEST, StageName.TRAIN, StageName.ENCODE));
        try (Session session = Session.open(settings.all(), "benchmark");
                RunLocks locks = new RunLocks()) {
            RunFolder run = locks.hold(RunFolder.at(options().runDir(settings), session.hadoop()));
            Manifest dataset = run.require(StageName.INGEST, settings.of(StageName.INGEST));
            Manifest encodings = run.require(StageName.ENCODE, settings.of(StageName.ENCODE));
            int classes = DatasetFacts.of(dataset).classes();
            int codes = encodings.facts(EncodeFigures.Facts.class).dimension();
            compare(
                    session.spark(),
                    settings.knn(),
                    run,
                    new Searched(StageName.ENCODE, encodings, "code", codes),
                    classes,
                    rounds);
            if (settings.knn().raw()) {
                int features = DatasetFacts.of(dataset).features();
                compare(
                        session.spark(),
                        settings.knn(),
                        run,
                        new Searched(StageName.INGEST, dataset, "features", features),
                        classes,
                        rounds);
            }
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

    /**
     * The rows of one comparison.
     *
     * @param stage that wrote them
     * @param column the array column
     * @param dimension values of a row
     */
    private record Searched(StageName stage, Manifest manifest, String column, int dimension) {}

    private void compare(
            SparkSession spark, KnnSettings settings, RunFolder run, Searched searched, int classes, int rounds)
            throws IOException, InterruptedException {
        Path folder = run.stage(searched.stage()).path();
        Path written = new Path(run.root(), ".benchmark-" + searched.column() + "-" + UUID.randomUUID());
        long started = System.nanoTime();
        try (RepeatedSearch search =
                new RepeatedSearch(spark, folder, searched.manifest(), searched.column(), settings)) {
            search.write(written, classes);
            double all = (System.nanoTime() - started) / 1e9;
            beside(search, searched, settings.k(), rounds);
            out().printf(Locale.ROOT, "  from Parquet to Parquet, the first time in this process: %.2f s%n", all);
            out().flush();
            if (approximate) {
                new ApproximateSearches(spark, folder, searched.column(), out())
                        .run(search, searched.dimension(), settings.k());
            }
        } finally {
            run.fs().delete(written, true);
        }
    }

    /** The search beside the same search of each peer. */
    private void beside(RepeatedSearch search, Searched searched, int k, int rounds)
            throws IOException, InterruptedException {
        java.nio.file.Path folder = Files.createTempDirectory("sparkae-knn");
        java.nio.file.Path queries = folder.resolve("queries");
        java.nio.file.Path references = folder.resolve("references");
        try {
            search.export(queries, references);
            Contender ours = new Sparkae(search);
            List<Contender> faiss = new ArrayList<>();
            List<Contender> sklearn = new ArrayList<>();
            for (int threads = 1; threads <= 2; threads++) {
                String suffix = threads == 1 ? ", 1 thread" : ", 2 threads";
                faiss.add(peer("FAISS IndexFlatL2" + suffix, "faiss", threads, searched, k, queries, references));
            }
            sklearn.add(peer("scikit-learn brute, 2 jobs", "brute", 2, searched, k, queries, references));
            if (searched.dimension() <= KD_TREE_UP_TO) {
                sklearn.add(peer("scikit-learn k-d tree, 2 jobs", "kd_tree", 2, searched, k, queries, references));
            }
            List<Contender> others = new ArrayList<>(faiss);
            others.addAll(sklearn);
            List<Contender> all = new ArrayList<>(others);
            all.add(0, ours);
            out().printf(
                            Locale.ROOT,
                            "%s: %,d queries, %,d references, %d values, k = %d%n",
                            searched.column(),
                            search.queryRows(),
                            search.referenceRows(),
                            searched.dimension(),
                            k);
            Contest contest = new Contest(out(), "s a search");
            contest.run(all, rounds);
            contest.table();
            out().printf(
                            Locale.ROOT,
                            "  of which Spark's own cost, the same jobs for next to no rows: %.2f s%n",
                            Contest.median(repeated(search, RepeatedSearch::searchAlmostNothing)));
            contest.compare(ours, "FAISS", faiss);
            contest.compare(ours, "the best of FAISS and scikit-learn", others);
        } finally {
            Files.deleteIfExists(queries);
            Files.deleteIfExists(references);
            Files.delete(folder);
        }
    }

    private static List<Double> repeated(RepeatedSearch search, ToDoubleFunction<RepeatedSearch> seconds) {
        return Collections.nCopies(SEARCHES, search).stream()
                .map(seconds::applyAsDouble)
                .toList();
    }

    private Contender peer(
            String name,
            String library,
            int threads,
            Searched searched,
            int k,
            java.nio.file.Path queries,
            java.nio.file.Path references) {
        List<String> arguments = List.of(
                library, "" + threads, "" + searched.dimension(), "" + k, queries.toString(), references.toString());
        return new Peer(name, new PythonScript(peers.python(), "knn_peers.py"), arguments);
    }

    /** The search in this process. */
    private record Sparkae(RepeatedSearch search) implements Contender {
        @Override
        public String name() {
            return "sparkae, local[2]";
        }

        @Override
        public List<Double> seconds() {
            return repeated(search, RepeatedSearch::search);
        }
    }

    /** An exact search by a library for Python, index included. */
    private record Peer(String name, PythonScript script, List<String> arguments) implements Contender {
        @Override
        public List<Double> seconds() throws IOException, InterruptedException {
            return script.run(arguments);
        }
    }
}
