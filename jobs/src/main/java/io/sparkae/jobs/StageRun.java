package io.sparkae.jobs;

import io.sparkae.dataset.RunFolder;
import io.sparkae.dataset.Stage;
import io.sparkae.dataset.StageName;
import io.sparkae.dataset.StageOutcome;
import io.sparkae.dataset.StageTransaction;
import io.sparkae.encode.EncodeStage;
import io.sparkae.knn.KnnStage;
import io.sparkae.prep.IngestStage;
import io.sparkae.report.RunMetrics;
import io.sparkae.report.RunSummary;
import io.sparkae.train.TrainStage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/** Runs stages of one run folder, in one session, and says how it went. */
final class StageRun {
    private final RunOptions options;
    private final PrintWriter out;

    StageRun(RunOptions options, PrintWriter out) {
        this.options = options;
        this.out = out;
    }

    /** Runs some stages in order; returns the exit code. */
    int run(List<StageName> stages) throws IOException {
        JobSettings settings = options.settings();
        LogFile.beside(options.runDir(settings));
        try (Session session = Session.open(settings.all(), settings.experiment())) {
            SparkSession spark = session.spark();
            RunFolder folder =
                    RunFolder.at(options.runDir(settings), spark.sessionState().newHadoopConf());
            for (StageName name : stages) {
                say(name + "", "…");
                StageOutcome outcome =
                        new StageTransaction(folder).run(stage(name, spark, folder, settings), options.force());
                RunMetrics.write(folder);
                say(name + "", describe(outcome));
            }
            out.println(RunSummary.of(RunMetrics.collect(folder), folder));
            out.flush();
            return 0;
        }
    }

    private Stage stage(StageName name, SparkSession spark, RunFolder folder, JobSettings settings) throws IOException {
        return switch (name) {
            case INGEST -> new IngestStage(spark, settings.ingest(), settings.of(StageName.INGEST));
            case TRAIN ->
                new TrainStage(
                        spark,
                        folder,
                        settings,
                        settings.model(),
                        settings.training(),
                        settings.checkpoints(),
                        settings.experiment(),
                        TrainingProgress.to(out));
            case ENCODE -> new EncodeStage(spark, folder, settings);
            case KNN ->
                new KnnStage(
                        spark,
                        folder,
                        settings,
                        settings.knn(),
                        settings.training().seed());
        };
    }

    private void say(String stage, String what) {
        out.printf(Locale.ROOT, "%-7s %s%n", stage.toLowerCase(Locale.ROOT), what);
        out.flush();
    }

    private static String describe(StageOutcome outcome) {
        return outcome.skipped()
                ? "already done with these inputs and settings (--force does it again)"
                : String.format(
                        Locale.ROOT, "done in %.1f s", outcome.manifest().seconds());
    }
}
