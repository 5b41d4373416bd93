package io.sparkae.encode;

import io.sparkae.files.StageOutputException;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.model.ModelFile;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import io.sparkae.rows.table.RowTable;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.StageSettings;
import io.sparkae.run.Workspace;
import io.sparkae.train.TrainStage;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Scores all splits with the run's model: a table of {@link Scorer#score} for each, and the metrics of the test rows.
 */
public final class EncodeStage extends Stage {
    /** Rows of one task and one file: 50 MB in memory with 784 features. */
    private static final int TASK_ROWS = 16_384;

    private final SparkSession spark;

    /** Encodes the dataset of a run with its model. */
    public EncodeStage(SparkSession spark, RunFolder run, StageSettings stageSettings) {
        super(StageName.ENCODE, run, stageSettings, StageName.INGEST, StageName.TRAIN);
        this.spark = spark;
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        Path attempt = workspace.attempt();
        Manifest dataset = upstream(StageName.INGEST);
        Path modelFile = new Path(folder(StageName.TRAIN), TrainStage.MODEL_FILE);
        byte[] file = ModelFile.bytes(run().fs(), modelFile);
        TrainedAutoencoder model = ModelFile.read(file, modelFile.toString());
        int dimension = dimension(model, modelFile, dataset);
        Map<String, Long> rows = new TreeMap<>();
        Map<String, String> schema = new TreeMap<>();
        ReconstructionMetrics test = ReconstructionMetrics.NONE;
        try (Scorer scorer = new Scorer(spark, file, model)) {
            for (Split split : Split.values()) {
                RowTable table = new RowTable(spark, folder(StageName.INGEST), dataset.files(), split, "features");
                rows.put(split.folder(), table.rows());
                if (table.rows() > 0) {
                    JavaRDD<RowBlock> blocks = table.blocks((int) ((table.rows() + TASK_ROWS - 1) / TASK_ROWS));
                    schema.put(split.folder(), write(scorer.score(blocks), new Path(attempt, split.folder())));
                    test = split == Split.TEST ? scorer.metrics(blocks) : test;
                }
            }
        }
        EncodeFigures figures =
                EncodeFigures.of(test, dimension, DatasetFacts.of(dataset).features());
        return new StageOutput(rows, schema)
                .withFacts(figures.facts())
                .withFigures(figures, ReconstructionFigures.of(test));
    }

    private static String write(Dataset<Row> codes, Path folder) {
        codes.write().mode(SaveMode.ErrorIfExists).parquet(folder.toString());
        return codes.schema().toDDL();
    }

    /** @throws StageOutputException if the model is for rows of another size */
    private static int dimension(TrainedAutoencoder model, Path file, Manifest dataset) {
        int features = DatasetFacts.of(dataset).features();
        if (model.features() != features) {
            throw new StageOutputException(file + " is a model for rows of " + model.features()
                    + " values, and the dataset's have " + features
                    + ": run 'sparkae train --force' with this --run-dir to make it again");
        }
        return model.codeDimension();
    }
}
