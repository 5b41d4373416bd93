package io.sparkae.predict;

import io.sparkae.counters.Counters;
import io.sparkae.knn.LabelledReferences;
import io.sparkae.model.ModelFile;
import io.sparkae.model.ReconstructionSum.HeldOutErrors;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.rows.RowBlock;
import io.sparkae.train.TrainStage;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * A trained model applied to new rows, without a run folder: codes, reconstruction errors, anomaly scores and, given
 * labelled references, neighbours and predicted labels. Results are evaluated when used; close this only then.
 *
 * <pre>{@code
 * byte[] file = ModelFile.bytes(fs, new Path("model.zip"));
 * try (Predictions predictions = Predictions.of(spark, file, PredictSettings.defaults())) {
 *     Dataset<Row> arriving = spark.readStream().schema(schema).option("header", true).csv("arriving");
 *     predictions.transform(arriving).writeStream()…
 * }
 * }</pre>
 *
 * <p>The anomaly score of a row is its reconstruction error divided by a threshold, the quantile {@code anomalyQuantile} of
 * the errors of the rows that were held out in training; a row with a larger error than that is an anomaly. Models trained
 * without held-out rows have no such columns.
 */
public final class Predictions implements AutoCloseable {
    private final SparkSession spark;
    private final TrainedAutoencoder model;
    private final Broadcast<byte[]> file;
    private final Optional<Double> threshold;
    private Optional<Broadcast<LabelledReferences>> references = Optional.empty();
    private PredictionLayout layout;

    private Predictions(
            SparkSession spark, TrainedAutoencoder model, Broadcast<byte[]> file, Optional<Double> threshold) {
        this.spark = spark;
        this.model = model;
        this.file = file;
        this.threshold = threshold;
        this.layout = new PredictionLayout(model.codeDimension(), threshold.isPresent(), 0, 0, 0);
    }

    /**
     * Predictions of codes, errors and anomalies.
     *
     * @param modelFile content of a {@code model.zip}
     * @throws IOException if it is not one
     */
    public static Predictions of(SparkSession spark, byte[] modelFile, PredictSettings settings) throws IOException {
        return of(spark, modelFile, ModelFile.read(modelFile), settings); // fails here rather than in a task
    }

    /**
     * The same of a model that is an earlier stage's output.
     *
     * @param name of the file, for the message
     * @throws io.sparkae.files.StageOutputException if it is no model
     */
    public static Predictions of(SparkSession spark, byte[] modelFile, String name, PredictSettings settings) {
        return of(spark, modelFile, ModelFile.read(modelFile, name), settings);
    }

    private static Predictions of(
            SparkSession spark, byte[] modelFile, TrainedAutoencoder model, PredictSettings settings) {
        return new Predictions(
                spark,
                model,
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(modelFile),
                model.heldOutErrors().map(errors -> threshold(errors, settings)));
    }

    private static double threshold(HeldOutErrors errors, PredictSettings settings) {
        return errors.quantile(settings.anomalyQuantile());
    }

    /**
     * Adds neighbours and predicted labels.
     *
     * @param labelled codes that this model gave rows with labels
     */
    public Predictions withReferences(LabelledReferences labelled) {
        references.ifPresent(Broadcast::destroy);
        references = Optional.of(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(labelled));
        layout = new PredictionLayout(
                layout.dimension(), layout.scored(), labelled.k(), labelled.classes(), layout.pixels());
        return this;
    }

    /** Adds reconstructions, in the units of the input. */
    public Predictions withReconstructions() {
        layout = new PredictionLayout(
                layout.dimension(), layout.scored(), layout.k(), layout.classes(), model.features());
        return this;
    }

    /** The model. */
    public TrainedAutoencoder model() {
        return model;
    }

    /** The reconstruction error above which a row is an anomaly; empty if the model was trained without held-out rows. */
    public Optional<Double> threshold() {
        return threshold;
    }

    /**
     * Predictions of rows: {@code id, label} (null where unknown), {@code code, reconstruction_error}, {@code anomaly_score,
     * anomaly} unless the model was trained without held-out rows, with references {@code prediction, vote_share,
     * vote_shares} by class, {@code neighbour_ids, neighbour_distances} in order, and {@code reconstruction} if wanted.
     *
     * @param scaled rows of the model's width, scaled by {@code model().format().scaling()}
     */
    public Dataset<Row> table(JavaRDD<RowBlock> scaled) {
        PredictionLayout columns = layout;
        StructType table = columns.table();
        int size = table.length();
        return spark.createDataFrame(
                predict(scaled).flatMap(block -> rows(block, columns, size).iterator()), table);
    }

    private static Stream<Row> rows(PredictedRows block, PredictionLayout columns, int size) {
        return IntStream.range(0, block.count()).mapToObj(row -> {
            Object[] values = new Object[size];
            values[0] = block.rows().ids()[row];
            values[1] = block.label(row);
            columns.put(block, row, values, 2);
            return RowFactory.create(values);
        });
    }

    /**
     * Adds the columns of {@link #table} to rows of a batch or a stream, row by row, and {@code rejected}, null or why a row
     * has no predictions: a missing or infinite value, or another number of values than the model's.
     *
     * @param rows with a column {@code features} of arrays of numbers or MLlib vectors, or else with columns {@code pixel0,
     *     pixel1 …}, which are not kept; the values as in the model's input files, not scaled
     * @throws IllegalArgumentException if there are no such columns, not as many pixels as the model's, or a column of the
     *     predictions is there already
     */
    public Dataset<Row> transform(Dataset<Row> rows) {
        StreamedRows.Columns columns = StreamedRows.Columns.of(rows, layout, model.features());
        Broadcast<byte[]> own = file;
        double most = threshold.orElse(Double.NaN);
        Broadcast<LabelledReferences> labelled = references.orElse(null);
        PredictionLayout given = layout;
        return columns.select(rows)
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) part -> new StreamedRows(
                                part, load(own.value()), most, labelled == null ? null : labelled.value(), given),
                        Encoders.row(columns.schema()));
    }

    PredictionLayout layout() {
        return layout;
    }

    /** Predictions by block; rows are counted as {@code predict.rows}. */
    JavaRDD<PredictedRows> predict(JavaRDD<RowBlock> scaled) {
        LongAccumulator counted = Counters.of(spark.sparkContext()).count("predict.rows");
        Broadcast<byte[]> own = file;
        double most = threshold.orElse(Double.NaN);
        Broadcast<LabelledReferences> labelled = references.orElse(null);
        PredictionLayout given = layout;
        int width = model.features();
        return scaled.mapPartitions(blocks -> {
            if (!blocks.hasNext()) {
                return Collections.emptyIterator();
            }
            TrainedAutoencoder autoencoder = load(own.value());
            LabelledReferences known = labelled == null ? null : labelled.value();
            return stream(blocks)
                    .filter(block -> block.rows() > 0)
                    .map(block -> {
                        requireWidth(block, width);
                        counted.add(block.rows());
                        return PredictedRows.of(block, autoencoder, most, known, given);
                    })
                    .iterator();
        });
    }

    private static void requireWidth(RowBlock block, int width) {
        if (block.width() != width) {
            throw new IllegalArgumentException(
                    "rows: expected " + width + " values, as the model was trained on, found " + block.width());
        }
    }

    private static <T> Stream<T> stream(Iterator<T> items) {
        Iterable<T> iterable = () -> items;
        return StreamSupport.stream(iterable.spliterator(), false);
    }

    /** @throws io.sparkae.files.StageOutputException if the executor has no memory for the model */
    private static TrainedAutoencoder load(byte[] file) {
        return ModelFile.read(file, TrainStage.MODEL_FILE);
    }

    @Override
    public void close() {
        references.ifPresent(Broadcast::destroy);
        file.destroy();
    }
}
