package io.sparkae.prep;

import io.sparkae.dataset.InputFile;
import io.sparkae.dataset.Split;
import io.sparkae.dataset.Stage;
import io.sparkae.dataset.StageName;
import io.sparkae.dataset.StageOutput;
import io.sparkae.dataset.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Turns input files into a dataset: rows checked, scaled, the training rows shuffled by seed with a share held out for
 * validation, the test rows in input order, everything in even partitions. A row's id is its position in its input.
 */
public final class IngestStage implements Stage {
    private final SparkSession spark;
    private final IngestSettings settings;
    private final Map<String, Object> recorded;
    private final ImageSource train;
    private final ImageSource test;

    /**
     * @param spark the session to run on
     * @param settings of this stage
     * @param recorded the same settings, flattened for the manifest
     * @throws IOException if an input's file system cannot be reached
     */
    public IngestStage(SparkSession spark, IngestSettings settings, Map<String, Object> recorded) throws IOException {
        this.spark = spark;
        this.settings = settings;
        this.recorded = recorded;
        Configuration conf = spark.sessionState().newHadoopConf();
        if (settings.generated()) {
            train = new GeneratedSource(
                    settings.generatedKind(), settings.seed(), Split.TRAIN, settings.generatedTrainRows());
            test = new GeneratedSource(
                    settings.generatedKind(), settings.seed(), Split.TEST, settings.generatedTestRows());
        } else {
            train = new KaggleCsvSource(settings.train(), settings.header(), settings.shape(), conf);
            test = new KaggleCsvSource(settings.test(), settings.header(), settings.shape(), conf);
        }
    }

    @Override
    public StageName name() {
        return StageName.INGEST;
    }

    @Override
    public Map<String, Object> settings() {
        return recorded;
    }

    @Override
    public List<InputFile> inputs() throws IOException {
        List<InputFile> inputs = new ArrayList<>(train.inputs());
        inputs.addAll(test.inputs());
        return inputs;
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        try (CheckedRows trainRows = CheckedRows.read(train, context);
                CheckedRows testRows = CheckedRows.read(test, context)) {
            trainRows.checkRejected(settings.maxRejectedFraction());
            testRows.checkRejected(settings.maxRejectedFraction());
            return write(workspace.attempt(), trainRows, testRows);
        }
    }

    private StageOutput write(Path attempt, CheckedRows trainRows, CheckedRows testRows) {
        long training = trainRows.accepted();
        long held = Math.min(training - 1, Math.round(training * settings.validationFraction()));
        Permutation shuffle = new Permutation(training, settings.seed());
        SplitWriter writer = new SplitWriter(spark, settings.partitions());
        Map<String, String> schema = new TreeMap<>();
        Map<String, Long> rows = new TreeMap<>();
        if (held > 0) {
            schema.put(
                    "validation", writer.write(trainRows, shuffle::apply, 0, held, folder(attempt, Split.VALIDATION)));
        }
        schema.put("train", writer.write(trainRows, shuffle::apply, held, training, folder(attempt, Split.TRAIN)));
        schema.put("test", writer.write(testRows, rank -> rank, 0, testRows.accepted(), folder(attempt, Split.TEST)));
        schema.put("rejected", RejectedRows.write(spark, List.of(trainRows, testRows), new Path(attempt, "rejected")));
        long rejected = trainRows.rejected() + testRows.rejected();
        rows.put("train", training - held);
        rows.put("validation", held);
        rows.put("test", testRows.accepted());
        rows.put("rejected", rejected);
        return new StageOutput(rows, schema, facts(), metrics(rows));
    }

    private Map<String, Object> facts() {
        ImageShape shape = settings.shape();
        return Map.of(
                "scaling", UnitScaling.describe(),
                "imageHeight", shape.height(),
                "imageWidth", shape.width(),
                "features", shape.pixels(),
                "classes", shape.classes());
    }

    private Map<String, Map<String, Object>> metrics(Map<String, Long> rows) {
        return Map.of(
                "dataset",
                Map.of(
                        "trainRows", rows.get("train"),
                        "validationRows", rows.get("validation"),
                        "testRows", rows.get("test"),
                        "rejectedRows", rows.get("rejected"),
                        "features", settings.shape().pixels(),
                        "classes", settings.shape().classes()));
    }

    private static Path folder(Path attempt, Split split) {
        return new Path(attempt, split.folder());
    }
}
