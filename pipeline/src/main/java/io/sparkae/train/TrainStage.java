package io.sparkae.train;

import io.sparkae.files.AtomicFile;
import io.sparkae.files.Json;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.RowFormat;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.rows.Split;
import io.sparkae.rows.table.RowTable;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.StageSettings;
import io.sparkae.run.Workspace;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.checkpoint.CheckpointFolder;
import io.sparkae.train.checkpoint.CheckpointSettings;
import io.sparkae.train.pca.PrincipalComponents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Fits the experiment's model to the dataset by {@link Trainer}: {@code model.zip}, the model after its best epoch, {@code
 * history.jsonl} and the last checkpoints. Resumes from the newest usable checkpoint of the same training, if there is
 * one.
 */
public final class TrainStage extends Stage {
    /** The trained model's file name. */
    public static final String MODEL_FILE = "model.zip";

    private final SparkSession spark;
    private final ModelSettings model;
    private final TrainingSettings training;
    private final CheckpointSettings checkpoints;
    private final String experiment;
    private final PrincipalComponents.Shared components;
    private final TrainingListener listener;

    /**
     * @param experiment name of the run
     * @param components principal components of the dataset, for the family that needs them
     * @param listener notified of progress
     */
    public TrainStage(
            SparkSession spark,
            RunFolder run,
            StageSettings stageSettings,
            ModelSettings model,
            TrainingSettings training,
            CheckpointSettings checkpoints,
            String experiment,
            PrincipalComponents.Shared components,
            TrainingListener listener) {
        super(StageName.TRAIN, run, stageSettings, StageName.INGEST);
        this.spark = spark;
        this.model = model;
        this.training = training;
        this.checkpoints = checkpoints;
        this.experiment = experiment;
        this.components = components;
        this.listener = listener;
    }

    /**
     * Refuses a training that cannot fit into memory whatever the dataset, from its settings alone.
     *
     * @param height of the images, 0 if unknown before the data is read
     * @param width of the images, 0 if unknown before the data is read
     * @throws SettingsException with the memory needed and the settings to change
     */
    public static void requireRoom(
            ModelSettings model, TrainingSettings training, int height, int width, MemoryRoom room) {
        TrainingMemory.requireOfAnyRows(model, training, height, width, room);
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        Manifest dataset = upstream(StageName.INGEST);
        CheckpointFolder kept =
                new CheckpointFolder(run().fs(), workspace.kept(), workspace.fingerprint(), run()::requireHeld);
        Trainer.Trained trained = new Trainer(spark, model, training)
                .format(rowFormat(dataset))
                .listener(listener)
                .components(components)
                .checkpoints(
                        kept,
                        checkpoints,
                        workspace.earlier().stream()
                                .map(folder -> new CheckpointFolder(run().fs(), folder, workspace.fingerprint()))
                                .toList())
                .validation(rows(dataset, Split.VALIDATION))
                .fit(rows(dataset, Split.TRAIN));
        kept.copyTo(workspace.attempt());
        save(trained, workspace.attempt());
        TrainFigures figures = TrainFigures.of(experiment, training, trained);
        return new StageOutput(Map.of(), Map.of()).withFacts(figures.facts()).withFigures(figures);
    }

    /** A split of the dataset, its statistics taken from the manifest. */
    private TrainingRows rows(Manifest dataset, Split split) throws IOException {
        RowTable table = new RowTable(spark, folder(StageName.INGEST), dataset.files(), split, "features");
        DatasetFacts facts = DatasetFacts.of(dataset);
        return new TrainingRows(
                table.blocks(training.workers()),
                table.rows(),
                facts.features(),
                facts.smallestFeature(),
                facts.largestFeature());
    }

    /** The format of a dataset's rows, for the model file. */
    public static RowFormat rowFormat(Manifest dataset) {
        DatasetFacts facts = DatasetFacts.of(dataset);
        InputShape shape = new InputShape(facts.imageHeight(), facts.imageWidth());
        List<String> names = dataset.settings().get("data.class-names") instanceof List<?> named && !named.isEmpty()
                ? named.stream().map(String::valueOf).toList()
                : RowFormat.numbers(facts.classes());
        return new RowFormat(shape, facts.scaling(), names);
    }

    private void save(Trainer.Trained trained, Path attempt) throws IOException {
        trained.model().save(run().fs(), new Path(attempt, MODEL_FILE));
        StringBuilder history = new StringBuilder();
        trained.history().forEach(epoch -> history.append(Json.line(epoch)).append('\n'));
        byte[] lines = history.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFile.writeNew(run().fs(), new Path(attempt, "history.jsonl"), out -> out.write(lines));
    }
}
