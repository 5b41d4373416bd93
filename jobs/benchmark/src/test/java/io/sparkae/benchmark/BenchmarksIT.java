package io.sparkae.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.jobs.Main;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every benchmark from its command line to its table, on data of some hundred rows. */
@ExtendWith(SharedSpark.class)
class BenchmarksIT {
    private static final String TIMES = " +\\d+\\.\\d\\d  \\(\\d+\\.\\d\\d to \\d+\\.\\d\\d\\) s";

    private static final String[] SMALL = {
        "-s", "generate.train-rows=200",
        "-s", "generate.test-rows=100",
        "-s", "model.hidden=[8]",
        "-s", "model.code=4",
        "-s", "training.epochs=1",
        "-s", "training.worker-batch-size=16"
    };

    @TempDir
    Path folder;

    @BeforeEach
    void session(SparkSession session) {
        assertTrue(session.sparkContext().isLocal(), "the session that the commands use");
    }

    @Test
    void ingestIsTimedColdWarmGzippedAndLonger() throws IOException {
        Path csv = csv();

        BenchmarkCommand ingest = benchmark("ingest", "-s", "data.train=" + csv, "-s", "data.test=" + csv);

        assertEquals(0, ingest.code(), ingest.err());
        assertTimed(ingest, "sparkae ingest, first in its process", "");
        assertTimed(ingest, "sparkae ingest, in a process that has done it before", "");
        assertTimed(ingest, "sparkae ingest, warm, training file gzipped", "");
        assertTimed(ingest, "sparkae ingest, warm, 10 times the training rows", "");
        assertTimed(ingest, "pandas.read_csv, the training file alone", "");
        assertTrue(ingest.out().contains("in its process takes "), ingest.out());
        assertEquals(List.of(csv + " 1"), arguments("pandas_csv.py"));
    }

    @Test
    void ingestNeedsOneCsvFile() throws IOException {
        BenchmarkCommand generated = benchmark("ingest");

        assertEquals(2, generated.code());
        assertTrue(generated.err().startsWith("sparkae: data.train: expected one local uncompressed CSV"));
    }

    @Test
    void theSearchIsTimedBesideItsPeersOnCodesAndPixels() throws IOException {
        BenchmarkCommand knn = benchmark("knn", SMALL, "-s", "knn.raw=true", "-s", "knn.k=3");

        assertEquals(0, knn.code(), knn.err());
        assertTrue(knn.out().contains("code: 100 queries, 200 references, 4 values, k = 3"), knn.out());
        assertTrue(knn.out().contains("features: 100 queries, 200 references, 784 values, k = 3"), knn.out());
        assertTimed(knn, "sparkae, local\\[2\\]", " a search");
        assertTimed(knn, "FAISS IndexFlatL2, 2 threads", " a search");
        List<String> calls = arguments("knn_peers.py");
        assertEquals(4 + 3, calls.size(), "no k-d tree for 784 values: " + calls);
        assertTrue(calls.get(0).startsWith("faiss 1 4 3 "), calls.get(0));
        try (Stream<Path> left = Files.list(folder.resolve("run"))) {
            assertEquals(
                    0,
                    left.filter(file -> file.getFileName().toString().startsWith(".bench"))
                            .count());
        }
    }

    /** MLlib's join of hash buckets takes minutes however few the rows. */
    @Test
    @Tag("long")
    void approximateSearchesPrintTheirRecall() throws IOException {
        BenchmarkCommand knn = benchmark("knn", SMALL, "-s", "knn.k=3", "--approximate");

        assertEquals(0, knn.code(), knn.err());
        assertTrue(knn.out().lines().anyMatch(l -> l.matches("  exact .* recall 1\\.0000")), knn.out());
        assertTrue(knn.out().lines().anyMatch(l -> l.matches("  hnsw, .* recall [01]\\.\\d{4}")), knn.out());
        assertTrue(knn.out().lines().anyMatch(l -> l.matches("  MLlib's .* recall [01]\\.\\d{4}")), knn.out());
    }

    @Test
    void theSearchRefusesWhatPeersCannotDo() throws IOException {
        BenchmarkCommand noRounds = benchmark("knn", "--rounds", "0");
        BenchmarkCommand cosine = benchmark("knn", "-s", "knn.metric=cosine");

        assertEquals(2, noRounds.code());
        assertEquals("sparkae: --rounds: expected >= 1, found 0", noRounds.err().strip());
        assertEquals(2, cosine.code());
        assertTrue(cosine.err().contains("expected euclidean and false"), cosine.err());
        assertFalse(Files.exists(folder.resolve("run/dataset")), "nothing was done");
    }

    @Test
    void theCostOfASearchIsDrawn() throws IOException {
        Path figure = folder.resolve("figures/cost.png");

        BenchmarkCommand scale =
                BenchmarkCommand.run("knn-scale", "--divide", "1000", "--searches", "1", "--figure", figure.toString());

        assertEquals(0, scale.code(), scale.err());
        assertTrue(scale.out().contains("20 queries, 16 values, k = 7"), scale.out());
        assertTrue(scale.out().contains("    1,000 references "), scale.out());
        assertTrue(scale.out().contains("      784 values "), scale.out());
        assertEquals(2080, ImageIO.read(figure.toFile()).getWidth());
    }

    /** The launcher is a stub, too: commands are tested elsewhere. */
    @Test
    void theWholeJobIsTimedBesideAScript() throws IOException {
        Path launcher = StubPython.in(Files.createDirectory(folder.resolve("launcher")), "exit 0");

        BenchmarkCommand job = benchmark(
                "job",
                "--launcher",
                launcher.toString(),
                "-s",
                "data.train=a.csv",
                "-s",
                "data.test=b.csv",
                "-s",
                "model.hidden=[128,64]");

        assertEquals(0, job.code(), job.err());
        assertTimed(job, "sparkae run", "");
        assertTimed(job, "pandas, Keras, FAISS, Matplotlib", "");
        assertTrue(job.out().contains("sparkae run takes "), job.out());
        String call = arguments("keras_job.py").get(0);
        assertTrue(call.startsWith("a.csv b.csv ") && call.endsWith(" 10 256 16 128 64"), call);
        String ours = StubPython.calls(folder.resolve("launcher")).get(0);
        assertTrue(ours.startsWith("run --force --run-dir ") && ours.contains("-s knn.raw=true"), ours);
    }

    @Test
    void memoryIsTabulatedByTheNumberOfRows() throws IOException {
        Path figure = folder.resolve("figures/memory.png");
        List<String> args = new ArrayList<>(List.of("memory", "--rows", "200,400", "--heap", "1g"));
        args.addAll(List.of("--figure", figure.toString()));
        args.addAll(List.of(SMALL));

        BenchmarkCommand memory = BenchmarkCommand.run(args.toArray(String[]::new));

        assertEquals(0, memory.code(), memory.err());
        String row = "(\\s+[0-9.]+s){5}\\s+[0-9.]+ GB";
        assertTrue(memory.out().lines().anyMatch(line -> line.strip().matches("200" + row)), memory.out());
        assertTrue(memory.out().lines().anyMatch(line -> line.strip().matches("400" + row)), memory.out());
        assertEquals(2080, ImageIO.read(figure.toFile()).getWidth());
    }

    @Test
    void numbersOfWorkersAreComparedWithAPlainFit() throws IOException {
        Path figure = folder.resolve("figures/workers.png");
        List<String> args = new ArrayList<>(List.of("workers", "--workers", "1,3", "--seeds", "2"));
        args.addAll(List.of("--rates", "0.001,0.01", "--figure", figure.toString()));
        args.addAll(List.of("--run-dir", folder.resolve("run").toString()));
        args.addAll(List.of(SMALL));
        args.addAll(List.of("-s", "ingest.validation-fraction=0.2", "-s", "training.transfer=f8"));

        BenchmarkCommand first = BenchmarkCommand.run(args.toArray(String[]::new));
        BenchmarkCommand again = BenchmarkCommand.run(args.toArray(String[]::new));

        assertEquals(0, first.code(), first.err());
        List<String> table = lines(first);
        assertEquals(
                List.of("plain", "1", "3"),
                table.stream().map(l -> l.strip().split(" +")[0]).toList());
        assertTrue(table.get(0).contains("+0.00 %"), table.get(0));
        assertTrue(first.out().contains("one worker, a plain fit at 0.01: test loss 0."), first.out());
        assertEquals(table, lines(again), "all was done before, so even the times are the same");
        assertFalse(again.out().contains("epoch 1/1"), again.out());
        assertEquals(2080, ImageIO.read(figure.toFile()).getWidth());
    }

    private static List<String> lines(BenchmarkCommand workers) {
        return workers.out().lines().filter(line -> line.contains(" ± ")).toList();
    }

    /** One of the processes that the training benchmark starts. */
    @Test
    void trainingIsTimedInAProcess() throws Exception {
        String run = folder.resolve("run").toString();
        List<String> args = new ArrayList<>(List.of("ingest", "--run-dir", run));
        args.addAll(List.of(SMALL));
        assertEquals(0, Main.commandLine(new Main()).execute(args.toArray(String[]::new)));
        List<String> settings =
                Arrays.stream(SMALL).filter(each -> !each.equals("-s")).toList();

        List<Double> epochs = new TrainingBenchmark.Sparkae("sparkae", Path.of(run), 1, settings).seconds();

        assertEquals(1, epochs.size());
        assertTrue(epochs.get(0) > 0, epochs.toString());
    }

    @Test
    void aFitOfSparkMlIsTimedBesideTheStage() throws IOException {
        List<String> args = new ArrayList<>(List.of("spark-ml", "--rounds", "1"));
        args.addAll(List.of("--run-dir", folder.resolve("run").toString()));
        args.addAll(List.of(SMALL));

        BenchmarkCommand fit = BenchmarkCommand.run(args.toArray(String[]::new));

        assertEquals(0, fit.code(), fit.err());
        assertTimed(fit, "the stage of 'sparkae train'", "");
        assertTimed(fit, "Autoencoder.fit of Spark ML", "");
        assertTrue(
                fit.out().matches("(?s).*Autoencoder.fit of Spark ML takes \\d+\\.\\d\\d x the time of.*"), fit.out());
        assertTrue(Files.exists(folder.resolve("run/model/model.zip")));
    }

    @Test
    @Tag("long")
    void trainingIsTimedBesideDl4jAndPyTorch() throws IOException {
        BenchmarkCommand training = benchmark("training", SMALL, "--rounds", "1");

        assertEquals(0, training.code(), training.err());
        assertTrue(training.out().contains("784-128-32-128-784, 200 rows, minibatch 256"), training.out());
        for (String contender : List.of(
                "sparkae, 1 worker",
                "sparkae, 2 workers",
                "two of sparkae, 1 worker each, at once",
                "Deeplearning4j's fit, 1 core",
                "Deeplearning4j's training master, 2 workers",
                "PyTorch, 2 threads")) {
            assertTimed(training, contender, " an epoch");
        }
        assertEquals(
                "2 200 784 256 6 128 32 128", arguments("pytorch_epochs.py").get(1));
    }

    private BenchmarkCommand benchmark(String name, String[] small, String... options) throws IOException {
        return benchmark(name, Stream.of(small, options).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private BenchmarkCommand benchmark(String name, String... options) throws IOException {
        Path python = StubPython.in(folder, "echo 2.0; echo 2.0");
        List<String> args = new ArrayList<>(List.of(name, "--python", python.toString()));
        args.addAll(List.of("--run-dir", folder.resolve("run").toString()));
        args.addAll(List.of(options));
        if (!args.contains("--rounds")) {
            args.addAll(List.of("--rounds", "1"));
        }
        return BenchmarkCommand.run(args.toArray(String[]::new));
    }

    /** Sixty rows of 2 × 2 pixels. */
    private Path csv() throws IOException {
        StringBuilder text = new StringBuilder("label,pixel0,pixel1,pixel2,pixel3\n");
        for (int row = 0; row < 60; row++) {
            text.append("%d,%d,0,255,%d%n".formatted(row % 3, row, 2 * row));
        }
        return Files.writeString(folder.resolve("train.csv"), text);
    }

    /** Arguments of the calls of a script, in order. */
    private List<String> arguments(String script) throws IOException {
        return StubPython.calls(folder).stream()
                .map(call -> call.split(script + " ", 2)[1])
                .toList();
    }

    private static void assertTimed(BenchmarkCommand benchmark, String contender, String unit) {
        String table = "(?s).*\\n  " + contender + TIMES + unit + "\\n.*";
        assertTrue(benchmark.out().matches(table), contender + " in\n" + benchmark.out() + benchmark.err());
    }
}
