package io.sparkae.encode;

import io.sparkae.counters.Counters;
import io.sparkae.files.InputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.ingest.DatasetFacts;
import io.sparkae.model.Autoencoder;
import io.sparkae.model.ModelFile;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowTable;
import io.sparkae.rows.Split;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.StageSettings;
import io.sparkae.run.Workspace;
import io.sparkae.train.TrainStage;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple4;

/**
 * Encodes all splits: a table {@code id, label, code: array<float>, reconstruction_error: float} each, the last being
 * the mean squared error a pixel.
 */
public final class EncodeStage implements Stage {
    /** Rows a task encodes, and a file holds: with 784 features 50 MB in memory. */
    private static final int TASK_ROWS = 16_384;

    private final SparkSession spark;
    private final RunFolder run;
    private final StageSettings stageSettings;

    /** Encodes the dataset of a run with its model. */
    public EncodeStage(SparkSession spark, RunFolder run, StageSettings stageSettings) {
        this.spark = spark;
        this.run = run;
        this.stageSettings = stageSettings;
    }

    @Override
    public StageName name() {
        return StageName.ENCODE;
    }

    @Override
    public Map<String, Object> settings() {
        return stageSettings.of(StageName.ENCODE);
    }

    @Override
    public List<InputFile> inputs() throws IOException {
        upstream(StageName.INGEST);
        upstream(StageName.TRAIN);
        return List.of(run.manifestOf(StageName.INGEST), run.manifestOf(StageName.TRAIN));
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        Path attempt = workspace.attempt();
        Manifest dataset = upstream(StageName.INGEST);
        Path modelFile = new Path(run.stage(StageName.TRAIN).path(), TrainStage.MODEL_FILE);
        byte[] file = ModelFile.bytes(run.fs(), modelFile);
        int dimension = dimension(ModelFile.read(file, modelFile.toString()), modelFile, dataset);
        Broadcast<byte[]> model =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(file);
        try {
            Map<String, Long> rows = new TreeMap<>();
            Map<String, String> schema = new TreeMap<>();
            Judgement test = Judgement.NONE;
            for (Split split : Split.values()) {
                RowTable table = new RowTable(spark, run.stage(StageName.INGEST).path(), dataset.files(), split, "features");
                rows.put(split.folder(), table.rows());
                if (table.rows() > 0) {
                    JavaRDD<RowBlock> blocks = table.blocks((int) ((table.rows() + TASK_ROWS - 1) / TASK_ROWS));
                    schema.put(split.folder(), write(blocks, model, new Path(attempt, split.folder())));
                    test = split == Split.TEST ? judge(blocks, model) : test;
                }
            }
            EncodeFigures figures = EncodeFigures.of(
                    test, dimension, DatasetFacts.of(dataset).features());
            return new StageOutput(rows, schema)
                    .withFacts(figures.facts())
                    .withFigures(figures, ReconstructionFigures.of(test));
        } finally {
            model.destroy();
        }
    }

    private Manifest upstream(StageName stage) throws IOException {
        return run.require(stage, stageSettings.of(stage));
    }

    /** @throws StageOutputException if the model is for rows of another size */
    private static int dimension(Autoencoder model, Path file, Manifest dataset) {
        int features = DatasetFacts.of(dataset).features();
        if (model.features() != features) {
            throw new StageOutputException(file + " is a model for rows of " + model.features()
                    + " values, and the dataset's have " + features
                    + ": run 'sparkae train --force' with this --run-dir to make it again");
        }
        return model.codeDimension();
    }

    private String write(JavaRDD<RowBlock> blocks, Broadcast<byte[]> model, Path folder) {
        LongAccumulator rows = Counters.of(spark.sparkContext()).count("encode.rows");
        JavaRDD<Tuple4<Long, Integer, float[], Float>> encoded = blocks.mapPartitions(own -> {
            Autoencoder autoencoder = load(model.value());
            return stream(own)
                    .peek(b -> rows.add(b.rows()))
                    .flatMap(b -> EncodedRows.of(b, autoencoder).stream())
                    .iterator();
        });
        return CodeTable.write(spark, encoded, folder);
    }

    private static Judgement judge(JavaRDD<RowBlock> blocks, Broadcast<byte[]> model) {
        Judgement total = Judgement.NONE;
        for (Judgement part : blocks.mapPartitions(own -> {
                    Autoencoder autoencoder = load(model.value());
                    return List.of(stream(own)
                                    .map(block -> Judgement.of(block, autoencoder))
                                    .reduce(Judgement.NONE, Judgement::plus))
                            .iterator();
                })
                .collect()) {
            total = total.plus(part);
        }
        return total;
    }

    private static Autoencoder load(byte[] file) {
        return ModelFile.read(file, TrainStage.MODEL_FILE);
    }

    private static <T> Stream<T> stream(Iterator<T> items) {
        Iterable<T> iterable = () -> items;
        return StreamSupport.stream(iterable.spliterator(), false);
    }
}
