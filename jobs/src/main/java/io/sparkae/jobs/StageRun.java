package io.sparkae.jobs;

import io.sparkae.encode.EncodeStage;
import io.sparkae.files.StageOutputException;
import io.sparkae.ingest.IngestFigures;
import io.sparkae.ingest.IngestStage;
import io.sparkae.jobs.console.Console;
import io.sparkae.jobs.console.TaskProgress;
import io.sparkae.jobs.console.TrainingProgress;
import io.sparkae.jobs.startup.Preflight;
import io.sparkae.knn.Evaluation;
import io.sparkae.knn.KnnStage;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.report.ReportStage;
import io.sparkae.report.RunMetrics;
import io.sparkae.report.RunSummary;
import io.sparkae.report.sweep.SweepReportStage;
import io.sparkae.run.KeptSettings;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageTransaction;
import io.sparkae.train.TrainStage;
import io.sparkae.train.TrainingListener;
import io.sparkae.train.pca.PrincipalComponents;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Runs stages of one run folder and prints their progress. */
public final class StageRun {
    private final SparkSession spark;
    private final JobSettings settings;
    private final RunFolder folder;
    private final PrincipalComponents.Shared components;
    private final boolean force;
    private final Console console;
    private final PrintWriter out;
    private IngestStage ingest;

    /**
     * @param folder held by this process
     * @param components of the folder's dataset, for a model that takes them
     * @param force whether to repeat stages that are done
     */
    public StageRun(
            SparkSession spark,
            JobSettings settings,
            RunFolder folder,
            PrincipalComponents.Shared components,
            boolean force,
            Console console) {
        this.spark = spark;
        this.settings = settings;
        this.folder = folder;
        this.components = components;
        this.force = force;
        this.console = console;
        this.out = console.out();
    }

    /** Runs some stages in order, in a session for them alone, and prints the summary. */
    public static void alone(RunOptions options, Console console, List<StageName> stages) throws IOException {
        PrintWriter out = console.out();
        RunOptions.Chosen chosen = options.choose("");
        JobSettings settings = chosen.settings();
        if (!stages.equals(List.of(StageName.REPORT))) {
            settings.all().given().requireComplete();
        }
        try (Session session = Session.open(settings.all(), settings.experiment(), chosen.folder())) {
            SparkSession spark = session.spark();
            PrincipalComponents.Shared components =
                    new PrincipalComponents.Shared(settings.model().code());
            try (RunLocks locks = new RunLocks()) {
                RunFolder folder = locks.hold(RunFolder.at(chosen.folder(), session.hadoop()));
                chosen.requireUnchanged(folder);
                boolean multiplies = !stages.equals(List.of(StageName.INGEST));
                new Preflight(JavaSparkContext.fromSparkContext(spark.sparkContext()), multiplies)
                        .run()
                        .forEach(warning -> out.println("warning: " + warning));
                new StageRun(spark, settings, folder, components, options.force(), console).run(stages);
                out.println(RunSummary.of(RunMetrics.collect(folder), folder));
                out.flush();
            }
        }
    }

    /** Runs some stages in order. */
    public void run(List<StageName> stages) throws IOException {
        if (stages.contains(StageName.INGEST)) {
            ingest = new IngestStage(spark, folder, settings, settings.ingest());
            folder.requireOutside(
                    "data.train, data.test",
                    ingest.inputPaths(),
                    spark.sparkContext().hadoopConfiguration());
        }
        folder.requireOurs(stages);
        RunMetrics.requireOurs(folder);
        KeptSettings.requireOurs(folder);
        requireRoom(stages);
        boolean keeps = !stages.equals(List.of(StageName.REPORT)); // which accepts any settings
        if (keeps) {
            KeptSettings.begin(folder, settings.all());
        }
        for (StageName name : stages) {
            say(name, "…");
            StageTransaction.Outcome outcome = name == StageName.TRAIN ? training() : withProgress(name);
            folder.requireHeld();
            RunMetrics.write(folder);
            say(name, describe(outcome));
            if (name == StageName.INGEST && stages.size() > 1) { // or else the summary follows at once
                warnings(outcome.manifest()).forEach(warning -> say(name, "warning: " + warning));
            }
            if (name == StageName.INGEST && stages.contains(StageName.KNN)) { // before anything is trained
                KnnStage.requireReferences(outcome.manifest(), settings.knn());
            }
        }
        if (keeps) {
            KeptSettings.write(folder, settings.all());
        }
    }

    /** Checks memory by the settings alone, before any work; the stages check again when they know the rows. */
    private void requireRoom(List<StageName> stages) throws IOException {
        MemoryRoom room = MemoryRoom.of(JavaSparkContext.fromSparkContext(spark.sparkContext()));
        boolean trains =
                stages.contains(StageName.TRAIN) && settings.model().family().isTrained();
        if (trains && !seemsDone(StageName.TRAIN)) {
            TrainStage.requireRoom(
                    settings.model(),
                    settings.training(),
                    settings.ingest().height(),
                    settings.ingest().width(),
                    room);
        }
        if (stages.contains(StageName.KNN) && !seemsDone(StageName.KNN)) {
            Evaluation.requireRoomForClasses(settings.ingest().knownClasses(), room);
        }
    }

    /** Whether there is an output made with these settings; keeping it needs no memory. */
    private boolean seemsDone(StageName name) throws IOException {
        try {
            folder.require(name, settings.of(name));
            return !force;
        } catch (StageOutputException missing) {
            return false;
        }
    }

    private Stage stage(StageName name, TrainingListener listener) throws IOException {
        return switch (name) {
            case INGEST -> ingest;
            case TRAIN -> model(listener);
            case ENCODE -> new EncodeStage(spark, folder, settings);
            case KNN ->
                new KnnStage(
                        spark,
                        folder,
                        settings,
                        settings.knn(),
                        settings.training().seed());
            case REPORT -> report();
        };
    }

    private Stage report() throws IOException {
        return SweepReportStage.isSweep(folder)
                ? new SweepReportStage(folder)
                : new ReportStage(spark, folder, settings, settings.report());
    }

    private Stage model(TrainingListener listener) {
        return new TrainStage(
                spark,
                folder,
                settings,
                settings.model(),
                settings.training(),
                settings.checkpoints(),
                settings.experiment(),
                components,
                listener);
    }

    private StageTransaction.Outcome training() throws IOException {
        try (TrainingProgress progress = TrainingProgress.on(console)) {
            return outcome(StageName.TRAIN, progress);
        }
    }

    private StageTransaction.Outcome withProgress(StageName name) throws IOException {
        TaskProgress progress = TaskProgress.of(spark.sparkContext(), name.command(), console);
        try {
            return outcome(name, TrainingListener.NONE);
        } finally {
            progress.close();
        }
    }

    private StageTransaction.Outcome outcome(StageName name, TrainingListener listener) throws IOException {
        return new StageTransaction(folder)
                .run(stage(name, listener), force, why -> say(name, "made again, since " + why));
    }

    private static List<String> warnings(Manifest dataset) {
        return dataset.figures(IngestFigures.class).orElseThrow().warnings();
    }

    private void say(StageName stage, String what) {
        out.printf(Locale.ROOT, "%-7s %s%n", stage.command(), Console.shown(what));
        out.flush();
    }

    private static String describe(StageTransaction.Outcome outcome) {
        return outcome.skipped()
                ? "already done with these inputs and settings (--force does it again)"
                : String.format(
                        Locale.ROOT, "done in %.1f s", outcome.manifest().seconds());
    }
}
