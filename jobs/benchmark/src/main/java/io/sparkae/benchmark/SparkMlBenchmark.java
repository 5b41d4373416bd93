package io.sparkae.benchmark;

import io.sparkae.jobs.Job;
import io.sparkae.jobs.JobSettings;
import io.sparkae.jobs.Session;
import io.sparkae.jobs.StageRun;
import io.sparkae.ml.Autoencoder;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import io.sparkae.run.StageTransaction;
import io.sparkae.settings.Settings;
import io.sparkae.train.TrainStage;
import io.sparkae.train.TrainingListener;
import io.sparkae.train.pca.PrincipalComponents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code spark-ml}: seconds of a whole training by {@link Autoencoder#fit} and by the command's train stage, on the
 * same rows, by the same settings. The stage reads, trains, takes checkpoints and commits the model; the estimator checks and
 * packs the rows of a DataFrame and trains. Both train in this process, the first of two trainings of a turn being for warming
 * up.
 */
@Command(
        name = "spark-ml",
        description =
                "Times a training by Spark ML's Autoencoder against the command's train stage, in turn, on the same"
                        + " rows. Without data settings, on 60,000 generated digits.")
final class SparkMlBenchmark extends Job {
    private static final int TRAININGS = 2;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Turns of each; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        atLeastOne("--rounds", rounds);
        options().prefer("spark.master=local[2]");
        options().prefer("training.workers=2");
        options().prefer("ingest.validation-fraction=0");
        options().prefer("generate.train-rows=60000");
        options().prefer("experiment.name=benchmark");
        JobSettings settings = options().settings();
        StageRun.alone(options(), console(), List.of(StageName.INGEST));
        RunFolder folder = RunFolder.at(options().runDir(settings), new Configuration());
        try (Session session = Session.open(settings.all(), "benchmark")) {
            Contender stage = new TrainCommand(session.spark(), folder, settings);
            Contender fit = new Fit(session.spark(), new Path(folder.root(), "dataset/train"), settings);
            Contest contest = new Contest(out(), "s");
            contest.run(List.of(stage, fit), rounds);
            contest.table();
            contest.compare(fit, "the stage", List.of(stage));
        }
        return 0;
    }

    /** The stage of the command {@code train}, made anew each time. */
    private record TrainCommand(SparkSession spark, RunFolder run, JobSettings settings) implements Contender {
        @Override
        public String name() {
            return "the stage of 'sparkae train'";
        }

        @Override
        public List<Double> seconds() throws IOException {
            List<Double> seconds = new ArrayList<>();
            try (RunLocks locks = new RunLocks()) {
                RunFolder held = locks.hold(run);
                StageTransaction transaction = new StageTransaction(held);
                for (int i = 0; i < TRAININGS; i++) {
                    TrainStage stage = new TrainStage(
                            spark,
                            held,
                            settings,
                            settings.model(),
                            settings.training(),
                            settings.checkpoints(),
                            settings.experiment(),
                            new PrincipalComponents.Shared(settings.model().code()),
                            new TrainingListener() {});
                    long started = System.nanoTime();
                    transaction.run(stage, true);
                    seconds.add((System.nanoTime() - started) / 1e9);
                }
            }
            return seconds;
        }
    }

    /**
     * The estimator.
     *
     * @param rows the dataset's training rows
     */
    private record Fit(SparkSession spark, Path rows, JobSettings settings) implements Contender {
        @Override
        public String name() {
            return "Autoencoder.fit of Spark ML";
        }

        @Override
        public List<Double> seconds() {
            Autoencoder estimator = new Autoencoder()
                    .setSeed(settings.training().seed())
                    .setSettings(settings.of(StageName.TRAIN).entrySet().stream()
                            .filter(setting -> setting.getKey().startsWith("model.")
                                    || setting.getKey().startsWith("training."))
                            .map(setting -> Settings.pair(setting.getKey(), setting.getValue()))
                            .toArray(String[]::new));
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < TRAININGS; i++) {
                Dataset<Row> frame = spark.read().parquet(rows.toString());
                long started = System.nanoTime();
                estimator.fit(frame);
                seconds.add((System.nanoTime() - started) / 1e9);
            }
            return seconds;
        }
    }
}
