package io.sparkae.jobs;

import io.sparkae.jobs.console.Console;
import io.sparkae.jobs.console.TaskProgress;
import io.sparkae.jobs.startup.Preflight;
import io.sparkae.predict.NewRows;
import io.sparkae.predict.PredictionFormat;
import io.sparkae.predict.Predictions;
import io.sparkae.predict.TrainedRun;
import io.sparkae.run.ResultOutput;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code predict}: a trained model applied to new rows. */
@Command(
        name = NewRows.COMMAND,
        description = {
            "Applies a trained model to new rows: codes, reconstruction errors, anomalies and, if the run's training rows"
                    + " have labels, predicted labels and neighbours.",
            "The run is only read; its settings of k-NN hold, unless others are given."
        })
final class PredictJob extends Job {
    @Option(
            names = "--model",
            paramLabel = "RUN",
            required = true,
            description = "A run's folder, or a model.zip alone, which has no neighbours.")
    private String model;

    @Option(
            names = "--input",
            paramLabel = "PATH",
            arity = "1..*",
            required = true,
            description = "Files, folders or globs with the rows, in any format that ingest reads, labelled or not.")
    private List<String> input = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PATH",
            required = true,
            description = "A folder, or one file that ends with .csv or .jsonl.")
    private String output;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "parquet, csv, jsonl, or kaggle (ImageId,Label); default: by the ending of --output, or parquet.")
    private String format;

    @Option(names = "--reconstructions", description = "Add each row's reconstruction, in the units of the input.")
    private boolean reconstructions;

    @Override
    public Integer call() throws IOException {
        JobSettings first = options().settings();
        PredictionFormat written = PredictionFormat.of(format, output);
        try (Session session = Session.open(first.all(), NewRows.COMMAND, output)) {
            TrainedRun run = TrainedRun.open(model, session.hadoop());
            run.settings().forEach(options()::prefer);
            JobSettings settings = options().settings();
            try (ResultOutput results = results(session.hadoop())) {
                new Preflight(JavaSparkContext.fromSparkContext(session.spark().sparkContext()), true)
                        .run()
                        .forEach(warning -> out().println("warning: " + warning));
                predict(session.spark(), run, settings, written, results);
            }
        }
        return 0;
    }

    private ResultOutput results(Configuration hadoop) throws IOException {
        boolean force = options().force();
        return PredictionFormat.isFile(output)
                ? ResultOutput.openFile(NewRows.COMMAND, output, NewRows.REJECTED_ENDING, force, hadoop)
                : ResultOutput.open(NewRows.COMMAND, output, force, hadoop);
    }

    @SuppressWarnings("try") // the bar is drawn until it is closed
    private void predict(
            SparkSession spark, TrainedRun run, JobSettings settings, PredictionFormat written, ResultOutput results)
            throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        try (Predictions predictions = predictions(spark, run, settings, written)) {
            NewRows rows = NewRows.open(
                    spark,
                    input,
                    predictions.model(),
                    settings.ingest().header(),
                    settings.ingest().maxRejectedFraction());
            results.requireOutside("--input", rows.paths(), hadoop);
            results.requireOutside("--model", List.of(run.file()), hadoop);
            if (run.run().isPresent()) {
                run.run().get().requireOutsideStages("--output", results.target(), hadoop);
            }
            rows.warning().ifPresent(warning -> say("warning: " + warning));
            long started = System.nanoTime();
            NewRows.Outcome outcome;
            try (TaskProgress progress = TaskProgress.of(spark.sparkContext(), NewRows.COMMAND, console())) {
                outcome = rows.write(
                        predictions,
                        new NewRows.Target(
                                results,
                                written,
                                PredictionFormat.isFile(output),
                                run.file(),
                                run.bytes(),
                                settings.all().below(List.of("predict", "knn", "data.header", "ingest"))));
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            say(String.format(
                    Locale.ROOT,
                    "%,d rows in %.1f s, %,.0f rows/s: %s",
                    outcome.rows(),
                    seconds,
                    (outcome.rows() + outcome.rejected()) / seconds,
                    results.target()));
            if (outcome.rejected() > 0) {
                say(String.format(
                        Locale.ROOT,
                        "%,d rows rejected, with reasons in %s",
                        outcome.rejected(),
                        outcome.rejectedFile()));
            }
        }
    }

    private Predictions predictions(SparkSession spark, TrainedRun run, JobSettings settings, PredictionFormat written)
            throws IOException {
        Predictions predictions = Predictions.of(spark, run.bytes(), run.file().toString(), settings.predict());
        try {
            Optional<String> lack =
                    settings.predict().neighbours() ? run.lack() : Optional.of("predict.neighbours = false");
            if (lack.isPresent() && written == PredictionFormat.KAGGLE) {
                throw new SettingsException(
                        List.of("--format kaggle: expected labelled references, to predict labels by," + " found none: "
                                + lack.get()));
            }
            lack.ifPresent(reason -> say("no predicted labels: " + reason));
            if (predictions.threshold().isEmpty()) {
                say("no anomaly scores: the model file has no errors of held-out rows; it was trained without any"
                        + " (ingest.validation-fraction), or by an earlier build");
            }
            if (lack.isEmpty()) {
                predictions.withReferences(run.references(spark, settings.knn()));
            }
            return reconstructions ? predictions.withReconstructions() : predictions;
        } catch (Throwable failure) {
            predictions.close();
            throw failure;
        }
    }

    private void say(String line) {
        out().println(Console.shown(line));
        out().flush();
    }
}
