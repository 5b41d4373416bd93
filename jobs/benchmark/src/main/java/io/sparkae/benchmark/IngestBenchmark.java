package io.sparkae.benchmark;

import io.sparkae.ingest.IngestSettings;
import io.sparkae.ingest.source.RowSource;
import io.sparkae.run.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** How long the ingest stage takes, from CSV to a committed dataset, beside pandas reading the training file alone. */
public final class IngestBenchmark {
    private static final int WARM_RUNS = 4;
    private static final int TIMES_LONGER = 10;

    private final SparkSession spark;
    private final IngestSettings settings;
    private final List<String> pairs;
    private final String python;
    private final PrintWriter out;

    /**
     * @param settings whose training input is one CSV file, not compressed
     * @param pairs the same settings as {@code KEY=VALUE}
     * @param python the interpreter that has pandas
     */
    public IngestBenchmark(
            SparkSession spark, IngestSettings settings, List<String> pairs, String python, PrintWriter out) {
        this.spark = spark;
        this.settings = settings;
        this.pairs = pairs;
        this.python = python;
        this.out = out;
    }

    /** Measures and prints; of warm runs in a round the first half is for warming up. */
    public void run(int rounds) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sparkae-ingest");
        try {
            Path csv = Path.of(settings.train().get(0));
            Contender cold = new ColdIngest(folder.resolve("cold"), pairs);
            Contender warm = warm("sparkae ingest, in a process that has done it before", folder, csv);
            Contender pandas = new PandasCsv(python, csv);
            Contender parsing = new ParsingAlone(
                    RowSource.open(settings.train(), settings.source(), new Configuration()), 2 * WARM_RUNS);
            Contender gzip =
                    warm("sparkae ingest, warm, training file gzipped", folder, CsvCopies.gzipped(csv, folder));
            Contender longer = warm(
                    "sparkae ingest, warm, %d times the training rows".formatted(TIMES_LONGER),
                    folder,
                    CsvCopies.repeated(csv, folder, TIMES_LONGER));
            Comparison comparison = new Comparison(out, "s");
            comparison.run(List.of(cold, pandas, parsing, warm, gzip, longer), rounds);
            comparison.table();
            comparison.compare(cold, "pandas", List.of(pandas));
            comparison.compare(warm, "pandas", List.of(pandas));
            comparison.compare(gzip, "the plain file", List.of(warm));
            comparison.compare(longer, "the plain file", List.of(warm));
            out.printf(
                    Locale.ROOT,
                    "  %s: %.0f MB/s%n",
                    parsing.name(),
                    Files.size(csv) / 1e6 / comparison.median(parsing));
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private Contender warm(String name, Path folder, Path train) {
        RunFolder run = RunFolder.at(folder.resolve("warm").toString(), new Configuration());
        IngestSettings other =
                settings.withTrain(Stream.of(train).map(Path::toString).toList());
        return new WarmIngest(name, spark, run, other, WARM_RUNS);
    }
}
