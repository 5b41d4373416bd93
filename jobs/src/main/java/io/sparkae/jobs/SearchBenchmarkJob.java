package io.sparkae.jobs;

import io.sparkae.benchmark.SearchBenchmark;
import io.sparkae.dataset.Manifest;
import io.sparkae.dataset.RunFolder;
import io.sparkae.dataset.StageName;
import io.sparkae.knn.RepeatedSearch;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code benchmark knn}. */
@Command(
        name = "knn",
        description =
                "Times the exact search on a run's codes, and with -s knn.raw=true on its pixels, against FAISS and"
                        + " scikit-learn; does the stages before it first.")
final class SearchBenchmarkJob extends Job {
    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each contender searches; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            defaultValue = "python3",
            description = "The Python that has the peers; default: ${DEFAULT-VALUE}.")
    private String python;

    @Override
    public Integer call() throws IOException {
        options().prefer("spark.master=local[2]");
        JobSettings settings = options().settings();
        int code = new StageRun(options(), out()).run(List.of(StageName.INGEST, StageName.TRAIN, StageName.ENCODE));
        if (code != 0) {
            return code;
        }
        try (Session session = Session.open(settings.all(), "benchmark")) {
            RunFolder run = RunFolder.at(
                    options().runDir(settings), session.spark().sessionState().newHadoopConf());
            Manifest encodings = run.require(StageName.ENCODE, settings.of(StageName.ENCODE));
            compare(settings, session, run, encodings, "code", encodings.fact("dimension", Integer.class));
            if (settings.knn().raw()) {
                Manifest dataset = run.require(StageName.INGEST, settings.of(StageName.INGEST));
                compare(settings, session, run, dataset, "features", dataset.fact("features", Integer.class));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return 0;
    }

    private void compare(
            JobSettings settings, Session session, RunFolder run, Manifest manifest, String column, int dimension)
            throws IOException, InterruptedException {
        StageName stage = column.equals("code") ? StageName.ENCODE : StageName.INGEST;
        try (RepeatedSearch search =
                new RepeatedSearch(session.spark(), run.stage(stage).path(), manifest, column, settings.knn())) {
            new SearchBenchmark(python, out())
                    .run(column, search, dimension, settings.knn().k(), rounds);
        }
    }
}
