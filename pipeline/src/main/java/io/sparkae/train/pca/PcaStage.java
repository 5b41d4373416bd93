package io.sparkae.train.pca;

import io.sparkae.files.InputFile;
import io.sparkae.files.WholeFile;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.model.ModelFile;
import io.sparkae.model.ModelSettings;
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
import io.sparkae.train.TrainFigures;
import io.sparkae.train.TrainStage;
import io.sparkae.train.TrainingSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Takes the place of training where the model is {@link ModelSettings.Family#PCA}. */
public final class PcaStage implements Stage {
    private final SparkSession spark;
    private final RunFolder run;
    private final StageSettings stageSettings;
    private final ModelSettings model;
    private final TrainingSettings training;
    private final String experiment;
    private final SharedComponents components;

    /**
     * @param experiment what the run is called
     * @param components of the run's dataset
     */
    public PcaStage(
            SparkSession spark,
            RunFolder run,
            StageSettings stageSettings,
            ModelSettings model,
            TrainingSettings training,
            String experiment,
            SharedComponents components) {
        this.spark = spark;
        this.run = run;
        this.stageSettings = stageSettings;
        this.model = model;
        this.training = training;
        this.experiment = experiment;
        this.components = components;
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
        int features = DatasetFacts.of(dataset).features();
        if (model.code() > features) {
            throw new SettingsException(List.of("model.code: expected at most the " + features
                    + " features of a row, since model.family = pca, found " + model.code()));
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        ComponentsMemory.lack(features, MemoryRoom.of(context)).ifPresent(lack -> {
            throw new SettingsException(List.of(lack));
        });
        RowTable rows = new RowTable(spark, run.stage(StageName.INGEST).path(), dataset.files(), Split.TRAIN, "features");
        PrincipalComponents found = components.first(model.code(), () -> rows.blocks(training.workers()));
        MultiLayerNetwork network =
                LinearAutoencoder.of(found, model, training.optimizer().optimizer());
        WholeFile.writeNew(
                run.fs(),
                new Path(workspace.attempt(), TrainStage.MODEL_FILE),
                out -> ModelFile.write(network, model, out));
        run.fs().create(new Path(workspace.attempt(), "history.jsonl"), false).close(); // no epochs
        TrainFigures figures = TrainFigures.computed(experiment, network.numParams());
        return new StageOutput(Map.of(), Map.of()).withFacts(figures.facts()).withFigures(figures);
    }

    private Manifest dataset() throws IOException {
        return run.require(StageName.INGEST, stageSettings.of(StageName.INGEST));
    }
}
