package io.sparkae.benchmark;

import io.sparkae.files.Json;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code training}: seconds an epoch of a dense autoencoder 784-128-32-128-784 for one minibatch size and one
 * averaging frequency. Contenders: sparkae on one core and on two, Deeplearning4j's {@code fit} on one, its training
 * master on two, PyTorch with one and two threads. Two independent trainings at once show how much the second core can
 * add at most. Every contender trains in a process of its own.
 */
@Command(
        name = "training",
        description = "Times training against Deeplearning4j's own and PyTorch, in turn, on this machine; takes some"
                + " minutes. Without data settings, on 60,000 generated digits.")
final class TrainingBenchmark extends Job {
    private static final List<Integer> HIDDEN = List.of(128, 32, 128);
    private static final int EPOCHS = 24;
    private static final int EPOCHS_OF_DL4J = 2;
    private static final int EPOCHS_OF_PYTORCH = 6;

    @Mixin
    private PeerOptions peers;

    @Option(
            names = "--minibatch",
            paramLabel = "ROWS",
            defaultValue = "256",
            description = "Rows of a minibatch; default: ${DEFAULT-VALUE}.")
    private int minibatch;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int rounds = peers.rounds();
        atLeastOne("--minibatch", minibatch);
        options().prefer("ingest.validation-fraction=0");
        options().prefer("generate.train-rows=60000");
        options().prefer("experiment.name=benchmark");
        JobSettings settings = options().settings();
        StageRun.alone(options(), console(), List.of(StageName.INGEST));
        RunFolder folder = RunFolder.at(options().runDir(settings), new Configuration());
        Manifest dataset;
        try (RunLocks locks = new RunLocks()) { // released before the processes that train take the lock
            dataset = locks.hold(folder).require(StageName.INGEST, settings.of(StageName.INGEST));
        }
        List<String> data = settings.of(StageName.INGEST).entrySet().stream()
                .map(setting -> Settings.pair(setting.getKey(), setting.getValue()))
                .toList();
        compare(
                Path.of(folder.root().toUri().getPath()),
                data,
                dataset.rows().get("train"),
                DatasetFacts.of(dataset).features(),
                settings.training().averaging().frequency(),
                rounds);
        return 0;
    }

    /**
     * @param run folder with an ingested dataset without validation rows
     * @param data settings of that dataset, as {@code KEY=VALUE}
     */
    private void compare(Path run, List<String> data, long rows, int features, int frequency, int rounds)
            throws IOException, InterruptedException {
        shareDataset(run);
        int stepsPerEpoch = (int) ((rows + minibatch - 1) / minibatch);
        Contender one = new Sparkae("sparkae, 1 worker", run, 1, settings(data, 1, frequency, EPOCHS));
        Contender two = new Sparkae("sparkae, 2 workers", run, 1, settings(data, 2, frequency, EPOCHS));
        Contender pair =
                new Sparkae("two of sparkae, 1 worker each, at once", run, 2, settings(data, 1, frequency, EPOCHS));
        Contender fit = new Sparkae(
                "Deeplearning4j's fit, 1 core",
                run,
                1,
                settings(data, 1, stepsPerEpoch, EPOCHS_OF_DL4J, "training.kernel=dl4j"));
        Contender stock = new Sparkae(
                "Deeplearning4j's training master, 2 workers",
                run,
                1,
                settings(data, 2, frequency, EPOCHS_OF_DL4J, "training.master=dl4j"));
        List<Contender> pytorch = List.of(
                new PyTorch(peers.python(), 1, rows, features, minibatch),
                new PyTorch(peers.python(), 2, rows, features, minibatch));

        List<Contender> all = new ArrayList<>(List.of(one, two, pair, fit, stock));
        all.addAll(pytorch);
        out().printf(
                        Locale.ROOT,
                        "%d-128-32-128-%d, %,d rows, minibatch %d, averaging every %d%n",
                        features,
                        features,
                        rows,
                        minibatch,
                        frequency);
        Contest contest = new Contest(out(), "s an epoch");
        contest.run(all, rounds);
        contest.table();
        contest.compare(two, "PyTorch, the better of 1 and 2 threads", pytorch);
        contest.compare(two, stock.name(), List.of(stock));
        contest.compare(two, fit.name(), List.of(fit));
        contest.compare(two, one.name(), List.of(one));
        contest.compare(pair, one.name() + " alone; were the cores independent it would be 1", List.of(one));
    }

    private List<String> settings(List<String> data, int workers, int frequency, int epochs, String... more) {
        List<String> all = new ArrayList<>(data);
        all.addAll(List.of(
                "spark.master=local[" + workers + "]",
                "training.workers=" + workers,
                "training.worker-batch-size=" + minibatch,
                "training.averaging-method=mean",
                "training.averagings-per-epoch=1",
                "training.averaging-frequency=" + frequency,
                "training.epochs=" + epochs,
                "model.hidden=[" + HIDDEN.get(0) + "]",
                "model.code=" + HIDDEN.get(1)));
        all.addAll(Arrays.asList(more));
        return all;
    }

    /** Links the dataset into the folder of the second of two trainings. */
    private static void shareDataset(Path run) throws IOException {
        Path link = Sparkae.copyOf(run).resolve("dataset");
        if (Files.notExists(link)) {
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, run.resolve("dataset").toAbsolutePath());
        }
    }

    /**
     * The command {@code train} in a process.
     *
     * @param run folder whose dataset is used
     * @param copies independent trainings at the same time, 1 or 2
     * @param settings {@code KEY=VALUE}
     */
    record Sparkae(String name, Path run, int copies, List<String> settings) implements Contender {

        /** Seconds of each epoch, of the slower copy. */
        @Override
        public List<Double> seconds() throws IOException, InterruptedException {
            List<Path> folders = copies == 1 ? List.of(run) : List.of(run, copyOf(run));
            List<ChildProcess> processes = new ArrayList<>();
            for (Path folder : folders) {
                processes.add(ChildProcess.sparkae("train", folder, settings));
            }
            for (ChildProcess process : processes) {
                process.requireSuccess();
            }
            List<Double> slowest = epochs(run);
            for (Path folder : folders) {
                List<Double> seconds = epochs(folder);
                for (int epoch = 0; epoch < slowest.size(); epoch++) {
                    slowest.set(epoch, Math.max(slowest.get(epoch), seconds.get(epoch)));
                }
            }
            return slowest;
        }

        /** The run folder of the second training. */
        static Path copyOf(Path run) {
            return run.resolveSibling(run.getFileName() + "-copy");
        }

        private static List<Double> epochs(Path folder) throws IOException {
            Map<?, ?> metrics = Json.parse(Files.readString(folder.resolve("metrics.json")), Map.class);
            List<?> seconds = (List<?>) ((Map<?, ?>) metrics.get("training")).get("secondsPerEpoch");
            return new ArrayList<>(
                    seconds.stream().map(s -> ((Number) s).doubleValue()).toList());
        }
    }

    /**
     * The same network in PyTorch on the CPU, on random rows of the same number.
     *
     * @param python the interpreter
     * @param threads it may use
     */
    private record PyTorch(String python, int threads, long rows, int features, int minibatch) implements Contender {
        @Override
        public String name() {
            return "PyTorch, " + threads + (threads == 1 ? " thread" : " threads");
        }

        @Override
        public List<Double> seconds() throws IOException, InterruptedException {
            List<String> arguments = new ArrayList<>(
                    List.of("" + threads, "" + rows, "" + features, "" + minibatch, "" + EPOCHS_OF_PYTORCH));
            HIDDEN.forEach(units -> arguments.add("" + units));
            return new PythonScript(python, "pytorch_epochs.py").run(arguments);
        }
    }
}
