package io.sparkae.benchmark;

import io.sparkae.jobs.Job;
import io.sparkae.jobs.JobSettings;
import io.sparkae.jobs.Session;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code benchmark knn-scale}. */
@Command(
        name = "knn-scale",
        description =
                "Times the exact search on generated rows, up to 1,000,000 references and up to 784 values a row, and"
                        + " draws what it costs.")
final class ScaleBenchmarkJob extends Job {
    @Option(
            names = "--searches",
            paramLabel = "N",
            defaultValue = "3",
            description = "Searches of each size, of which the median counts; default: ${DEFAULT-VALUE}.")
    private int searches;

    @Option(
            names = "--figure",
            paramLabel = "FILE",
            defaultValue = "knn-cost.png",
            description = "Where to draw; default: ${DEFAULT-VALUE}.")
    private Path figure;

    @Override
    public Integer call() throws IOException {
        PeerOptions.atLeastOne("--searches", searches);
        options().prefer("spark.master=local[2]");
        JobSettings settings = options().settings();
        try (Session session = Session.open(settings.all(), "benchmark")) {
            JavaSparkContext spark =
                    JavaSparkContext.fromSparkContext(session.spark().sparkContext());
            new ScaleBenchmark(spark, settings.knn().k(), settings.knn().blockMegabytes(), out()).run(searches, figure);
        }
        return 0;
    }
}
