package io.sparkae.benchmark;

import io.sparkae.files.Json;
import io.sparkae.ingest.IngestSettings;
import io.sparkae.ingest.IngestStage;
import io.sparkae.ingest.source.RowSource;
import io.sparkae.ingest.source.Slices;
import io.sparkae.ingest.source.Slices.SliceReader;
import io.sparkae.jobs.Job;
import io.sparkae.jobs.JobSettings;
import io.sparkae.jobs.Session;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import io.sparkae.run.StageTransaction;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code ingest}: the ingest stage, CSV to committed dataset, beside pandas reading the training file. */
@Command(
        name = "ingest",
        description =
                "Times the ingest stage, from a plain CSV file to a committed dataset, against pandas reading that"
                        + " file; also gzipped, with ten times the rows, and parsing alone.")
final class IngestBenchmark extends Job {
    private static final int WARM_RUNS = 4;
    private static final int TIMES_LONGER = 10;

    @Mixin
    private PeerOptions peers;

    @Override
    public Integer call() throws IOException, InterruptedException {
        options().prefer("spark.master=local[2]");
        int rounds = peers.rounds();
        JobSettings settings = options().settings();
        requireOneFile(settings.ingest());
        List<String> pairs = settings.of(StageName.INGEST).entrySet().stream()
                .map(setting -> Settings.pair(setting.getKey(), setting.getValue()))
                .toList();
        try (Session session = Session.open(settings.all(), "benchmark")) {
            compare(session.spark(), settings.ingest(), pairs, rounds);
        }
        return 0;
    }

    private static void requireOneFile(IngestSettings settings) {
        if (settings.train().size() != 1 || !settings.train().get(0).endsWith(".csv")) {
            throw new SettingsException(
                    List.of("data.train: expected one local uncompressed CSV file, found " + settings.train()));
        }
    }

    /** @param pairs the same settings as {@code KEY=VALUE} */
    private void compare(SparkSession spark, IngestSettings settings, List<String> pairs, int rounds)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sparkae-ingest");
        try {
            Path csv = Path.of(settings.train().get(0));
            RunFolder run = RunFolder.at(folder.resolve("warm").toString(), new Configuration());
            Contender cold = new Cold(folder.resolve("cold"), pairs);
            Contender warm =
                    new Warm("sparkae ingest, in a process that has done it before", spark, run, with(settings, csv));
            Contender pandas = new Pandas(peers.python(), csv);
            Contender parsing = new Parsing(RowSource.open(settings.train(), settings.source(), new Configuration()));
            Contender gzip = new Warm(
                    "sparkae ingest, warm, training file gzipped", spark, run, with(settings, gzipped(csv, folder)));
            Contender longer = new Warm(
                    "sparkae ingest, warm, %d times the training rows".formatted(TIMES_LONGER),
                    spark,
                    run,
                    with(settings, repeated(csv, folder)));
            Contest contest = new Contest(out(), "s");
            contest.run(List.of(cold, pandas, parsing, warm, gzip, longer), rounds);
            contest.table();
            contest.compare(cold, "pandas", List.of(pandas));
            contest.compare(warm, "pandas", List.of(pandas));
            contest.compare(gzip, "the plain file", List.of(warm));
            contest.compare(longer, "the plain file", List.of(warm));
            out().printf(
                            Locale.ROOT,
                            "  %s: %.0f MB/s%n",
                            parsing.name(),
                            Files.size(csv) / 1e6 / contest.median(parsing));
            out().flush();
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private static IngestSettings with(IngestSettings settings, Path train) {
        return settings.withTrain(List.of(train.toString()));
    }

    private static Path gzipped(Path csv, Path folder) throws IOException {
        Path copy = folder.resolve("train.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(copy), 1 << 16)) {
            Files.copy(csv, out);
        }
        return copy;
    }

    /** Its rows {@value #TIMES_LONGER} times, below one header. */
    private static Path repeated(Path csv, Path folder) throws IOException {
        Path copy = folder.resolve("train-" + TIMES_LONGER + ".csv");
        int header;
        try (BufferedReader reader = Files.newBufferedReader(csv, StandardCharsets.UTF_8)) {
            header = reader.readLine().getBytes(StandardCharsets.UTF_8).length + 1;
        }
        try (OutputStream out = Files.newOutputStream(copy)) {
            for (int i = 0; i < TIMES_LONGER; i++) {
                try (InputStream in = Files.newInputStream(csv)) {
                    in.skipNBytes(i == 0 ? 0 : header);
                    in.transferTo(out);
                }
            }
        }
        return copy;
    }

    /**
     * The ingest stage as the first work of a process; Spark's start is not counted.
     *
     * @param run folder for its output
     * @param settings {@code KEY=VALUE}
     */
    private record Cold(Path run, List<String> settings) implements Contender {
        @Override
        public String name() {
            return "sparkae ingest, first in its process";
        }

        @Override
        public List<Double> seconds() throws IOException, InterruptedException {
            ChildProcess.sparkae("ingest", run, settings).requireSuccess();
            Map<?, ?> metrics = Json.parse(Files.readString(run.resolve("metrics.json")), Map.class);
            return List.of(((Number) ((Map<?, ?>) metrics.get("stages")).get("ingest")).doubleValue());
        }
    }

    /**
     * The ingest stage {@value #WARM_RUNS} times in this process.
     *
     * @param run folder for its output
     */
    private record Warm(String name, SparkSession spark, RunFolder run, IngestSettings settings) implements Contender {
        @Override
        public List<Double> seconds() throws IOException {
            List<Double> seconds = new ArrayList<>();
            try (RunLocks locks = new RunLocks()) {
                StageTransaction transaction = new StageTransaction(locks.hold(run));
                for (int i = 0; i < WARM_RUNS; i++) {
                    long started = System.nanoTime();
                    transaction.run(new IngestStage(spark, run, stage -> Map.of(), settings), true);
                    seconds.add((System.nanoTime() - started) / 1e9);
                }
            }
            return seconds;
        }
    }

    /** One thread that reads and checks a source, file to blocks of rows, without Spark. */
    private record Parsing(RowSource source) implements Contender {
        @Override
        public String name() {
            return "reading and checking it, 1 thread, without Spark";
        }

        @Override
        public List<Double> seconds() throws IOException {
            Configuration conf = new Configuration();
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < 2 * WARM_RUNS; i++) {
                long started = System.nanoTime();
                try (SliceReader blocks =
                        new SliceReader(Slices.of(source, conf).all(), source.bytesPerRow(), conf)) {
                    blocks.forEachRemaining(block -> {});
                }
                seconds.add((System.nanoTime() - started) / 1e9);
            }
            return seconds;
        }
    }

    /**
     * pandas reading a CSV file into memory as the first work of a process.
     *
     * @param python the interpreter
     */
    private record Pandas(String python, Path file) implements Contender {
        @Override
        public String name() {
            return "pandas.read_csv, the training file alone";
        }

        @Override
        public List<Double> seconds() throws IOException, InterruptedException {
            return new PythonScript(python, "pandas_csv.py").run(List.of(file.toString(), "1"));
        }
    }
}
