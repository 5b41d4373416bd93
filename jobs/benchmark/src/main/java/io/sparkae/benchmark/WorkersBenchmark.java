package io.sparkae.benchmark;

import io.sparkae.benchmark.WorkersTable.Line;
import io.sparkae.benchmark.WorkersTable.Outcome;
import io.sparkae.encode.ReconstructionFigures;
import io.sparkae.ingest.IngestFigures;
import io.sparkae.jobs.Job;
import io.sparkae.jobs.JobSettings;
import io.sparkae.jobs.Session;
import io.sparkae.jobs.StageRun;
import io.sparkae.knn.KnnFigures;
import io.sparkae.report.RunMetrics;
import io.sparkae.report.chart.Axis;
import io.sparkae.report.chart.LineChart;
import io.sparkae.report.chart.LineChart.Series;
import io.sparkae.report.chart.Theme;
import io.sparkae.run.Metrics;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import io.sparkae.train.TrainFigures;
import io.sparkae.train.pca.PrincipalComponents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code workers}: how good a model is, and how long its training would take, by the number of workers. The
 * yardstick is one worker by a plain fit, at the best of several learning rates. Each training is a run of its own below
 * the run folder, so that an interrupted benchmark goes on where it was.
 */
@Command(
        name = "workers",
        description =
                "Trains the experiment with 1 to 64 workers, several seeds each, against one worker at the best of"
                        + " several learning rates; tabulates loss, k-NN accuracy, bytes and the modelled time to the one-worker"
                        + " loss, and draws loss against epochs and against time. Trainings that are done are skipped.")
final class WorkersBenchmark extends Job {
    private static final List<StageName> STAGES = List.of(StageName.TRAIN, StageName.ENCODE, StageName.KNN);

    /** Above the one-worker loss of the last epoch by this factor lies the loss that trainings are timed to. */
    private static final double TARGET = 1.01;

    @Option(
            names = "--workers",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4,8,16,32,64",
            description = "Numbers of workers; default: ${DEFAULT-VALUE}.")
    private List<Integer> workers;

    @Option(
            names = "--rates",
            paramLabel = "RATE",
            split = ",",
            defaultValue = "0.001,0.002,0.0028,0.004",
            description = "Learning rates of the yardstick; default: ${DEFAULT-VALUE}.")
    private List<Double> rates;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Trainings of each; default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--round",
            paramLabel = "MS",
            defaultValue = "16.5",
            description = "Fixed cost of a round in the model; default: ${DEFAULT-VALUE}.")
    private double round;

    @Option(
            names = "--network",
            paramLabel = "MB/S",
            defaultValue = "1100",
            description = "Sent, and received, by a machine in the model; default: ${DEFAULT-VALUE}.")
    private double network;

    @Option(
            names = "--figure",
            paramLabel = "FILE",
            description = "PNG file of the chart; default: workers.png in the run folder.")
    private Path figure;

    @Override
    public Integer call() throws IOException {
        workers.forEach(n -> atLeastOne("--workers", n));
        atLeastOne("--seeds", seeds);
        options().prefer("spark.master=local[2]");
        JobSettings settings = options().settings();
        String runDir = options().runDir(settings, "-workers");
        try (Session session = Session.open(settings.all(), settings.experiment() + " workers");
                RunLocks locks = new RunLocks()) {
            List<RunFolder> folders = new ArrayList<>();
            for (int seed = 1; seed <= seeds; seed++) { // it decides which rows are held out, too
                RunFolder folder = locks.hold(RunFolder.at(runDir + "/seed" + seed, session.hadoop()));
                stages(session.spark(), options().settings(List.of("seed=" + seed)), folder)
                        .run(List.of(StageName.INGEST));
                folders.add(folder);
            }
            measure(session.spark(), locks, folders);
        }
        return 0;
    }

    private void measure(SparkSession spark, RunLocks locks, List<RunFolder> folders) throws IOException {
        Map<Double, List<Outcome>> plain = new LinkedHashMap<>();
        for (double rate : rates) {
            plain.put(
                    rate,
                    train(
                            spark,
                            locks,
                            folders,
                            "plain-" + rate,
                            "training.workers=1",
                            "training.averaging-method=mean",
                            "training.beta1=0.9",
                            "training.learning-rate=" + rate));
        }
        double best = plain.entrySet().stream()
                .min(Comparator.comparingDouble(entry -> WorkersTable.meanLoss(entry.getValue())))
                .orElseThrow()
                .getKey();
        List<Line> lines = new ArrayList<>();
        for (int n : workers) {
            List<Outcome> outcomes = train(spark, locks, folders, "workers-" + n, "training.workers=" + n);
            JobSettings settings = options().settings(List.of("training.workers=" + n));
            int share = settings.training().minibatch();
            lines.add(new Line(n, share, secondsOfAStep(spark, locks, folders.get(0), share), outcomes));
        }
        int batch = options().settings(List.of("training.workers=1")).training().minibatch();
        double step = secondsOfAStep(spark, locks, folders.get(0), batch);
        Line yardstick = new Line(1, batch, step, plain.get(best));
        WorkersTable table = new WorkersTable(yardstick, lines, TARGET, 1e-3 * round, 1e6 * network);
        plain.forEach((rate, outcomes) ->
                say("  one worker, a plain fit at %s: test loss %.5f%n", rate, WorkersTable.meanLoss(outcomes)));
        out().print(table);
        out().flush();
        draw(table, lines, yardstick, folders.get(0));
    }

    /** Median seconds of a minibatch on one core while the other is idle, a share of the validation included. */
    private double secondsOfAStep(SparkSession spark, RunLocks locks, RunFolder folder, int share) throws IOException {
        List<String> pairs = List.of(
                "training.workers=1",
                "training.worker-batch-size=" + share,
                "training.averaging-frequency=1000000",
                "training.averagings-per-epoch=1",
                "training.averaging-method=mean",
                "training.epochs=3",
                "seed=1");
        RunFolder of = locks.hold(folder.below("step-of-" + share));
        JobSettings settings = settings("step-of-" + share, pairs);
        stages(spark, settings, of).run(List.of(StageName.TRAIN));
        Metrics metrics = RunMetrics.collect(of);
        double seconds = StatUtils.percentile(
                metrics.group(TrainFigures.class).orElseThrow().secondsPerEpoch().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray(),
                50);
        return Math.max(0, seconds - 1e-3 * round) * share / rows(metrics);
    }

    /** Trains once with each seed. */
    private List<Outcome> train(
            SparkSession spark, RunLocks locks, List<RunFolder> folders, String name, String... pairs)
            throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < folders.size(); i++) {
            List<String> all = new ArrayList<>(List.of(pairs));
            all.add("seed=" + (i + 1));
            outcomes.add(train(spark, locks.hold(folders.get(i).below(name)), name, all));
        }
        return outcomes;
    }

    private Outcome train(SparkSession spark, RunFolder of, String name, List<String> pairs) throws IOException {
        stages(spark, settings(name, pairs), of).run(STAGES);
        Metrics metrics = RunMetrics.collect(of);
        TrainFigures training = metrics.group(TrainFigures.class).orElseThrow();
        ReconstructionFigures test = metrics.group(ReconstructionFigures.class).orElseThrow();
        KnnFigures knn = metrics.group(KnnFigures.class).orElseThrow();
        return new Outcome(
                rows(metrics),
                test.testBce() != null ? test.testBce() : test.testMse(),
                knn.accuracy() == null ? Double.NaN : knn.accuracy(),
                training.roundsPerEpoch(),
                training.bytesPerEpoch(),
                StatUtils.percentile(
                        training.secondsPerEpoch().stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray(),
                        50),
                training.validationLoss() != null ? training.validationLoss() : training.trainLoss());
    }

    private static long rows(Metrics metrics) {
        return metrics.group(IngestFigures.class).orElseThrow().trainRows();
    }

    private JobSettings settings(String name, List<String> pairs) {
        List<String> all = new ArrayList<>(pairs);
        all.add("experiment.name=" + name);
        return options().settings(all);
    }

    private StageRun stages(SparkSession spark, JobSettings settings, RunFolder folder) {
        PrincipalComponents.Shared components =
                new PrincipalComponents.Shared(settings.model().code());
        return new StageRun(spark, settings, folder, components, options().force(), console());
    }

    private void draw(WorkersTable table, List<Line> lines, Line yardstick, RunFolder folder) throws IOException {
        List<Series> byEpoch = new ArrayList<>();
        List<Series> byTime = new ArrayList<>();
        add(byEpoch, byTime, "plain fit", table, yardstick);
        lines.forEach(line ->
                add(byEpoch, byTime, line.workers() + (line.workers() == 1 ? " worker" : " workers"), table, line));
        SideBySide both = new SideBySide(
                new LineChart("epoch", "validation loss", byEpoch),
                new LineChart(
                        "seconds, modelled: a machine a worker",
                        "validation loss",
                        Axis.Scale.LOG10,
                        Axis.Scale.LINEAR,
                        byTime));
        Path file = figure != null
                ? figure
                : Path.of(folder.root().getParent().toUri().getPath(), "workers.png");
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.write(file, both.png(Theme.LIGHT));
        say("drawn to %s%n", file);
    }

    private static void add(List<Series> byEpoch, List<Series> byTime, String name, WorkersTable table, Line line) {
        double[] losses = line.meanCurve();
        double[] epochs =
                IntStream.rangeClosed(1, losses.length).asDoubleStream().toArray();
        double seconds = table.modelledEpoch(line);
        byEpoch.add(Series.line(name, epochs, losses));
        byTime.add(Series.line(
                name,
                IntStream.rangeClosed(1, losses.length)
                        .mapToDouble(e -> e * seconds)
                        .toArray(),
                losses));
    }

    private void say(String format, Object... values) {
        out().printf(Locale.ROOT, format, values);
        out().flush();
    }
}
