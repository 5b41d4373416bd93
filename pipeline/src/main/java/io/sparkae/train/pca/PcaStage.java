package io.sparkae.train.pca;

import io.sparkae.ingest.DatasetFacts;
import io.sparkae.model.ModelSettings;
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

/** Takes the place of training where the family is {@code pca}. */
public final class PcaStage extends Stage {
    private final SparkSession spark;
    private final ModelSettings model;
    private final TrainingSettings training;
    private final String experiment;
    private final PrincipalComponents.Shared components;

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
            PrincipalComponents.Shared components) {
        super(StageName.TRAIN, run, stageSettings, StageName.INGEST);
        this.spark = spark;
        this.model = model;
        this.training = training;
        this.experiment = experiment;
        this.components = components;
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        Manifest dataset = upstream(StageName.INGEST);
        int features = DatasetFacts.of(dataset).features();
        if (model.code() > features) {
            throw new SettingsException(List.of("model.code: expected at most the " + features
                    + " features of a row, since model.family = pca, found " + model.code()));
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        PrincipalComponents.lack(features, MemoryRoom.of(context)).ifPresent(lack -> {
            throw new SettingsException(List.of(lack));
        });
        RowTable rows = new RowTable(spark, folder(StageName.INGEST), dataset.files(), Split.TRAIN, "features");
        PrincipalComponents found = components.first(model.code(), () -> rows.blocks(training.workers()));
        MultiLayerNetwork network =
                LinearAutoencoder.of(found, model, training.optimizer().optimizer());
        TrainedAutoencoder.of(network, model, TrainStage.rowFormat(dataset))
                .save(run().fs(), new Path(workspace.attempt(), TrainStage.MODEL_FILE));
        run().fs().create(new Path(workspace.attempt(), "history.jsonl"), false).close(); // no epochs
        TrainFigures figures = TrainFigures.computed(experiment, network.numParams());
        return new StageOutput(Map.of(), Map.of()).withFacts(figures.facts()).withFigures(figures);
    }
}
