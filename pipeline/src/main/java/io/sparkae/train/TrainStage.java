package io.sparkae.train;

import io.sparkae.counters.Counters;
import io.sparkae.files.InputFile;
import io.sparkae.files.Json;
import io.sparkae.files.WholeFile;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelFile;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.rows.RowTable;
import io.sparkae.rows.Split;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.StageSettings;
import io.sparkae.run.Workspace;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.averaging.EpochRecord;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.checkpoint.CheckpointFile;
import io.sparkae.train.checkpoint.CheckpointFolder;
import io.sparkae.train.checkpoint.CheckpointSettings;
import io.sparkae.train.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Trains the experiment's network on the dataset: {@code model.zip}, the model after its best epoch, {@code
 * history.jsonl} and the last checkpoints. Goes on from the newest usable checkpoint of the same training, if there is
 * one.
 */
public final class TrainStage implements Stage {
    /** The trained model's file name. */
    public static final String MODEL_FILE = "model.zip";

    private final SparkSession spark;
    private final RunFolder run;
    private final StageSettings stageSettings;
    private final ModelSettings model;
    private final TrainingSettings training;
    private final CheckpointSettings checkpoints;
    private final String experiment;
    private final TrainingListener listener;

    /**
     * @param experiment what the run is called
     * @param listener told of progress
     */
    public TrainStage(
            SparkSession spark,
            RunFolder run,
            StageSettings stageSettings,
            ModelSettings model,
            TrainingSettings training,
            CheckpointSettings checkpoints,
            String experiment,
            TrainingListener listener) {
        this.spark = spark;
        this.run = run;
        this.stageSettings = stageSettings;
        this.model = model;
        this.training = training;
        this.checkpoints = checkpoints;
        this.experiment = experiment;
        this.listener = listener;
    }

    /**
     * Refuses a training whose settings alone say that it cannot fit into memory, before there is a dataset.
     *
     * @param height of the images, 0 if the data says
     * @param width of the images, 0 if the data says
     * @throws SettingsException with its needs and what to change
     */
    public static void requireRoom(
            ModelSettings model, TrainingSettings training, int height, int width, MemoryRoom room) {
        TrainingMemory.requireOfAnyRows(model, training, height, width, room);
    }

    @Override
    public StageName name() {
        return StageName.TRAIN;
    }

    @Override
    public Map<String, Object> settings() {
        return stageSettings.of(StageName.TRAIN);
    }

    @Override
    public List<InputFile> inputs() throws IOException {
        dataset();
        return List.of(run.manifestOf(StageName.INGEST));
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        Manifest dataset = dataset();
        requireFeaturesThatFit(dataset);
        Path folder = run.stage(StageName.INGEST).path();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        TrainingListener counting = new CountingListener(Counters.of(context.sc()), listener);
        NetworkPlan plan = new NetworkPlan(model, shape(dataset), training);
        RowTable rows = new RowTable(spark, folder, dataset.files(), Split.TRAIN, "features");
        TrainingMemory.require(plan, rows.rows(), MemoryRoom.of(context));
        RowTable heldOut = new RowTable(spark, folder, dataset.files(), Split.VALIDATION, "features");
        CheckpointFolder kept =
                new CheckpointFolder(run.fs(), workspace.kept(), workspace.fingerprint(), run::requireHeld);
        PhasedTraining phases = new PhasedTraining(
                context,
                training,
                model.corruption(),
                rows.blocks(training.workers()),
                heldOut.blocks(training.workers()),
                heldOut.rows() == 0,
                new Checkpoints(kept, checkpoints, System::nanoTime, counting::checkpointTaken),
                counting);
        MultiLayerNetwork network = Networks.initialised(plan.configuration());
        List<Phase> all = Phase.of(plan, training);
        Optional<Progress> earlier = earlier(workspace, PhasedTraining.checkpoints(all, network, training), counting);
        Progress end = phases.run(all, network, earlier);
        kept.copyTo(workspace.attempt());
        save(network, end, workspace.attempt());
        TrainFigures figures = TrainFigures.of(experiment, training.workers(), network.numParams(), end);
        return new StageOutput(Map.of(), Map.of()).withFacts(figures.facts()).withFigures(figures);
    }

    /** @throws SettingsException if the loss makes no sense for the features there are */
    private void requireFeaturesThatFit(Manifest dataset) {
        double smallest = DatasetFacts.of(dataset).smallestFeature();
        double largest = DatasetFacts.of(dataset).largestFeature();
        if (smallest < 0 || largest > 1) {
            model.problemOutsideUnit("the dataset's features go from " + smallest + " to " + largest)
                    .ifPresent(problem -> {
                        throw new SettingsException(List.of(problem));
                    });
        }
    }

    private static InputShape shape(Manifest dataset) {
        DatasetFacts facts = DatasetFacts.of(dataset);
        return new InputShape(facts.imageHeight(), facts.imageWidth());
    }

    /** Where an earlier process left off; empty if there was none. */
    private Optional<Progress> earlier(
            Workspace workspace, List<Supplier<CheckpointFile.Expected>> expected, TrainingListener told)
            throws IOException {
        for (Path folder : workspace.earlier()) {
            Optional<CheckpointFolder.Found> found =
                    new CheckpointFolder(run.fs(), folder, workspace.fingerprint()).newest(told::damaged, expected);
            if (found.isPresent()) {
                Progress progress = found.get().progress();
                told.resumed(found.get().file().toString(), progress.allEpochs().size(), progress.round());
                return Optional.of(progress);
            }
        }
        return Optional.empty();
    }

    private Manifest dataset() throws IOException {
        return run.require(StageName.INGEST, stageSettings.of(StageName.INGEST));
    }

    private void save(MultiLayerNetwork network, Progress end, Path attempt) throws IOException {
        WholeFile.writeNew(run.fs(), new Path(attempt, MODEL_FILE), out -> ModelFile.write(network, model, out));
        StringBuilder history = new StringBuilder();
        end.allEpochs().forEach(epoch -> history.append(Json.line(epoch)).append('\n'));
        byte[] lines = history.toString().getBytes(StandardCharsets.UTF_8);
        WholeFile.writeNew(run.fs(), new Path(attempt, "history.jsonl"), out -> out.write(lines));
    }
}
