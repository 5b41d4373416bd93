package io.sparkae.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long an epoch of a dense autoencoder 784-128-32-128-784 takes, for a minibatch and a frequency of averaging: ours
 * on one core and on two, Deeplearning4j's own fit on one, its training master on two, and PyTorch on one and two
 * threads. Two of ours side by side, each for itself, show what the second core can add at most.
 */
public final class TrainingBenchmark {
    private static final List<Integer> HIDDEN = List.of(128, 32, 128);

    private final Path run;
    private final long rows;
    private final int features;
    private final String python;
    private final PrintWriter out;

    /**
     * @param run folder with an ingested dataset without validation rows
     * @param rows training rows in it
     * @param features in a row
     * @param python the interpreter that has PyTorch
     */
    public TrainingBenchmark(Path run, long rows, int features, String python, PrintWriter out) {
        this.run = run;
        this.rows = rows;
        this.features = features;
        this.python = python;
        this.out = out;
    }

    /**
     * Measures and prints.
     *
     * @param settings of the dataset, which must be in force for it to be used, as {@code KEY=VALUE}
     * @param minibatch rows in it
     * @param frequency minibatches between two averagings
     * @param rounds in which every contender trains once
     */
    public void run(List<String> settings, int minibatch, int frequency, int rounds)
            throws IOException, InterruptedException {
        shareDataset();
        Ours ours = new Ours(settings, minibatch);
        int perEpoch = (int) ((rows + minibatch - 1) / minibatch);
        Contender one = ours.contender("sparkae, 1 worker", 1, 1, 24, frequency);
        Contender two = ours.contender("sparkae, 2 workers", 2, 1, 24, frequency);
        Contender pair = ours.contender("two of sparkae, 1 worker each, at once", 1, 2, 24, frequency);
        Contender fit = ours.contender("Deeplearning4j's fit, 1 core", 1, 1, 2, perEpoch, "training.kernel=dl4j");
        Contender stock = ours.contender(
                "Deeplearning4j's training master, 2 workers", 2, 1, 2, frequency, "training.master=dl4j");
        List<Contender> pytorch = List.of(pytorch(1, minibatch), pytorch(2, minibatch));

        List<Contender> all = new ArrayList<>(List.of(one, two, pair, fit, stock));
        all.addAll(pytorch);
        out.printf(
                Locale.ROOT,
                "%d-128-32-128-%d, %,d rows, minibatch %d, averaging every %d%n",
                features,
                features,
                rows,
                minibatch,
                frequency);
        Comparison benchmark = new Comparison(out, "s an epoch");
        benchmark.run(all, rounds);
        benchmark.table();
        benchmark.compare(two, "PyTorch, the better of 1 and 2 threads", pytorch);
        benchmark.compare(two, stock.name(), List.of(stock));
        benchmark.compare(two, fit.name(), List.of(fit));
        benchmark.compare(two, one.name(), List.of(one));
        benchmark.compare(pair, one.name() + " alone; were the cores independent it would be 1", List.of(one));
    }

    /** The copy beside the first of a pair reads the same dataset. */
    private void shareDataset() throws IOException {
        Path link = SparkaeContender.copyOf(run).resolve("dataset");
        if (Files.notExists(link)) {
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, run.resolve("dataset").toAbsolutePath());
        }
    }

    private Contender pytorch(int threads, int minibatch) {
        return new PyTorchContender(python, threads, rows, features, minibatch, 6, HIDDEN);
    }

    /** What our contenders have in common. */
    private final class Ours {
        private final List<String> settings;
        private final int minibatch;

        Ours(List<String> settings, int minibatch) {
            this.settings = settings;
            this.minibatch = minibatch;
        }

        Contender contender(String name, int workers, int copies, int epochs, int frequency, String... more) {
            List<String> all = new ArrayList<>(settings);
            all.addAll(List.of(
                    "spark.master=local[" + workers + "]",
                    "training.workers=" + workers,
                    "training.batch-size=" + minibatch,
                    "training.averaging-frequency=" + frequency,
                    "training.epochs=" + epochs,
                    "model.hidden=[" + HIDDEN.get(0) + "]",
                    "model.code=" + HIDDEN.get(1)));
            all.addAll(Arrays.asList(more));
            return new SparkaeContender(name, run, copies, all);
        }
    }
}
