package io.sparkae.train;

import io.sparkae.counters.Counters;
import io.sparkae.files.AtomicFile;
import io.sparkae.files.Json;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import io.sparkae.model.RowFormat;
import io.sparkae.model.TrainedAutoencoder;
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
import io.sparkae.train.Phase.NetworkPlan;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.checkpoint.CheckpointFile;
import io.sparkae.train.checkpoint.CheckpointFolder;
import io.sparkae.train.checkpoint.CheckpointSettings;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the experiment's network on the dataset: {@code model.zip}, the model after its best epoch, {@code
 * history.jsonl} and the last checkpoints. Goes on from the newest usable checkpoint of the same training, if there is
 * one.
 */
public final class TrainStage extends Stage {
    /** The trained model's file name. */
    public static final String MODEL_FILE = "model.zip";

    private static final Logger LOG = LoggerFactory.getLogger(TrainStage.class);

    private final SparkSession spark;
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
        super(StageName.TRAIN, run, stageSettings, StageName.INGEST);
        this.spark = spark;
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
    public StageOutput write(Workspace workspace) throws IOException {
        Manifest dataset = upstream(StageName.INGEST);
        requireFeaturesThatFit(dataset);
        Path folder = folder(StageName.INGEST);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        TrainingListener counting = new CountingListener(Counters.of(context.sc()), listener);
        RowFormat format = rowFormat(dataset);
        NetworkPlan plan = new NetworkPlan(model, format.shape(), training);
        RowTable rows = new RowTable(spark, folder, dataset.files(), Split.TRAIN, "features");
        TrainingMemory.require(plan, rows.rows(), MemoryRoom.of(context));
        RowTable heldOut = new RowTable(spark, folder, dataset.files(), Split.VALIDATION, "features");
        CheckpointFolder kept =
                new CheckpointFolder(run().fs(), workspace.kept(), workspace.fingerprint(), run()::requireHeld);
        PhasedTraining phases = new PhasedTraining(
                context,
                training,
                model.corruption(),
                rows.blocks(training.workers()),
                heldOut.blocks(training.workers()),
                heldOut.rows() == 0,
                new CheckpointFolder.Schedule(kept, checkpoints, System::nanoTime, counting::checkpointTaken),
                counting);
        String step = training.master() == TrainingSettings.Master.DL4J
                ? "dl4j (training.master = dl4j)"
                : training.kernel().step(plan.configuration());
        if (!step.equals("kernels")) {
            LOG.warn("training steps are DL4J's own, several times slower than kernels: {}", step);
        }
        MultiLayerNetwork network = Networks.initialised(plan.configuration());
        List<Phase> all = Phase.of(plan, training);
        Optional<Progress> earlier = earlier(workspace, PhasedTraining.checkpoints(all, network, training), counting);
        Progress end = phases.run(all, network, earlier);
        kept.copyTo(workspace.attempt());
        save(network, format, end, workspace.attempt());
        TrainFigures figures = TrainFigures.of(experiment, step, training.workers(), network.numParams(), end);
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

    /** The format of a dataset's rows, for the model file. */
    public static RowFormat rowFormat(Manifest dataset) {
        DatasetFacts facts = DatasetFacts.of(dataset);
        InputShape shape = new InputShape(facts.imageHeight(), facts.imageWidth());
        List<String> names = dataset.settings().get("data.class-names") instanceof List<?> named && !named.isEmpty()
                ? named.stream().map(String::valueOf).toList()
                : RowFormat.numbers(facts.classes());
        return new RowFormat(shape, facts.scaling(), names);
    }

    /** Where an earlier process left off; empty if there was none. */
    private Optional<Progress> earlier(
            Workspace workspace, List<Supplier<CheckpointFile.Expected>> expected, TrainingListener told)
            throws IOException {
        for (Path folder : workspace.earlier()) {
            Optional<CheckpointFolder.Found> found =
                    new CheckpointFolder(run().fs(), folder, workspace.fingerprint()).newest(told::damaged, expected);
            if (found.isPresent()) {
                Progress progress = found.get().progress();
                told.resumed(found.get().file().toString(), progress.allEpochs().size(), progress.round());
                return Optional.of(progress);
            }
        }
        return Optional.empty();
    }

    private void save(MultiLayerNetwork network, RowFormat format, Progress end, Path attempt) throws IOException {
        TrainedAutoencoder.of(network, model, format).save(run().fs(), new Path(attempt, MODEL_FILE));
        StringBuilder history = new StringBuilder();
        end.allEpochs().forEach(epoch -> history.append(Json.line(epoch)).append('\n'));
        byte[] lines = history.toString().getBytes(StandardCharsets.UTF_8);
        AtomicFile.writeNew(run().fs(), new Path(attempt, "history.jsonl"), out -> out.write(lines));
    }
}
