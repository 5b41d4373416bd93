package io.sparkae.ml;

import io.sparkae.ingest.scaling.NoScaling;
import io.sparkae.model.ModelFile;
import io.sparkae.model.RowFormat;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.train.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Fits an autoencoder to a DataFrame's features as {@code sparkae train} does: for the same rows in the same order and the same
 * settings, the same bits. Rows go to workers in their order, whatever the partitions of the DataFrame, so a DataFrame sorted by
 * class should be shuffled first. Features are taken as they are: a loss of bce wants them in [0, 1].
 *
 * <pre>{@code
 * AutoencoderModel model = new Autoencoder().setCodeSize(8).setEpochs(5).fit(rows);
 * model.transform(rows).select("code", "reconstructionError");
 * }</pre>
 */
public final class Autoencoder extends Estimator<AutoencoderModel>
        implements AutoencoderParams<Autoencoder>, MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Declared declared;
    private AutoencoderModel start;

    /** With the defaults of {@code conf/reference.conf}. */
    public Autoencoder() {
        this(Identifiable$.MODULE$.randomUID("Autoencoder"));
    }

    /** The same with a given uid. */
    public Autoencoder(String uid) {
        this.uid = uid;
        this.declared = new Declared(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Declared declared() {
        return declared;
    }

    /**
     * Fits.
     *
     * @throws IllegalArgumentException naming the param, column or row that is wrong
     * @throws io.sparkae.train.averaging.DivergedException if a loss or weight is not finite
     */
    @Override
    public AutoencoderModel fit(Dataset<?> rows) {
        transformSchema(rows.schema(), true);
        AutoencoderSettings settings = AutoencoderSettings.of(this);
        SparkSession spark = rows.sparkSession();
        Optional<TrainedAutoencoder> initial = initial(spark);
        Trainer.Trained trained = AutoencoderSettings.inWordsOf(
                this,
                () -> trained(rows, new Trainer(spark, settings.model(), settings.training()), settings, initial));
        AutoencoderModel model = new AutoencoderModel(uid, file(trained.model()));
        model.setSummary(new AutoencoderSummary(trained));
        return copyValues(model.setParent(this), ParamMap.empty());
    }

    private Trainer.Trained trained(
            Dataset<?> rows, Trainer trainer, AutoencoderSettings settings, Optional<TrainedAutoencoder> initial) {
        initial.ifPresent(trainer::initial);
        int workers = settings.training().workers();
        Optional<String> held = named(validationIndicatorCol());
        try (TrainingFrame frame = new TrainingFrame(
                rows,
                AutoencoderModel.features(this),
                held,
                named(weightCol()),
                settings.training().seed())) {
            trainer.format(
                    new RowFormat(AutoencoderSettings.shape(this, frame.features()), new NoScaling(), List.of()));
            if (held.isPresent()) {
                trainer.validation(frame.blocks(true, workers));
            }
            return trainer.fit(frame.blocks(false, workers));
        }
    }

    private Optional<TrainedAutoencoder> initial(SparkSession spark) {
        Optional<String> path = named(initialModel());
        if (start != null && path.isPresent()) {
            throw new IllegalArgumentException("initialModel: expected a path or a model, found both");
        }
        if (start != null) {
            return Optional.of(start.model());
        }
        return path.map(name -> AutoencoderModel.read(spark, new Path(name)));
    }

    private Optional<String> named(Param<String> param) {
        return isDefined(param) ? Columns.named(getOrDefault(param)) : Optional.empty();
    }

    private static byte[] file(TrainedAutoencoder model) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ModelFile.write(model, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public StructType transformSchema(StructType schema) {
        int size = AutoencoderSettings.of(this).model().code();
        named(validationIndicatorCol())
                .ifPresent(name -> Columns.require(schema, name, BooleanType.class, "true or false"));
        named(weightCol()).ifPresent(name -> Columns.require(schema, name, NumericType.class, "a number"));
        StructType all = AutoencoderModel.outputs(this, schema, size);
        return Columns.named(getReconstructionCol())
                .map(name ->
                        Columns.append(all, new StructField(name, SQLDataTypes.VectorType(), true, Metadata.empty())))
                .orElse(all);
    }

    /** Starts training from a model of the same layers, in place of a path; not saved with this estimator. */
    public Autoencoder setInitialModel(AutoencoderModel model) {
        start = model;
        return this;
    }

    /** Adds a setting {@code model.*} or {@code training.*}, as the command's {@code -s} takes it. */
    public Autoencoder setSetting(String key, String value) {
        List<String> all = new ArrayList<>(Arrays.asList(getOrDefault(settings())));
        all.removeIf(pair -> pair.startsWith(key + "="));
        all.add(key + "=" + value);
        return setSettings(all.toArray(String[]::new));
    }

    @Override
    public Autoencoder copy(ParamMap extra) {
        Autoencoder copy = defaultCopy(extra);
        copy.start = start;
        return copy;
    }

    @Override
    public MLWriter write() {
        if (start != null) {
            throw new IllegalStateException(
                    "initialModel: a model that was set as an object is not saved; save it and set its path");
        }
        return StageFiles.writer(this, (spark, folder) -> {});
    }

    /** A reader of saved estimators. */
    public static MLReader<Autoencoder> read() {
        return StageFiles.reader(Autoencoder.class, (uid, spark, folder) -> new Autoencoder(uid));
    }

    /** Reads a saved estimator. */
    public static Autoencoder load(String path) {
        return read().load(path);
    }

    /** Sets {@code validationIndicatorCol}, of rows held out. */
    public Autoencoder setValidationIndicatorCol(String value) {
        set(validationIndicatorCol(), value);
        return this;
    }

    /** Sets {@code weightCol}, of how often rows count. */
    public Autoencoder setWeightCol(String value) {
        set(weightCol(), value);
        return this;
    }

    /** Sets {@code initialModel}, the path of a saved model to start from. */
    public Autoencoder setInitialModel(String value) {
        set(initialModel(), value);
        return this;
    }

    /** Sets {@code family}. */
    public Autoencoder setFamily(String value) {
        set(family(), value);
        return this;
    }

    /** Sets {@code hidden}. */
    public Autoencoder setHidden(int... value) {
        set(hidden(), value);
        return this;
    }

    /** Sets {@code codeSize}. */
    public Autoencoder setCodeSize(int value) {
        set(codeSize(), value);
        return this;
    }

    /** Sets {@code activation}. */
    public Autoencoder setActivation(String value) {
        set(activation(), value);
        return this;
    }

    /** Sets {@code codeActivation}. */
    public Autoencoder setCodeActivation(String value) {
        set(codeActivation(), value);
        return this;
    }

    /** Sets {@code outputActivation}. */
    public Autoencoder setOutputActivation(String value) {
        set(outputActivation(), value);
        return this;
    }

    /** Sets {@code loss}. */
    public Autoencoder setLoss(String value) {
        set(loss(), value);
        return this;
    }

    /** Sets {@code imageHeight}. */
    public Autoencoder setImageHeight(int value) {
        set(imageHeight(), value);
        return this;
    }

    /** Sets {@code imageWidth}. */
    public Autoencoder setImageWidth(int value) {
        set(imageWidth(), value);
        return this;
    }

    /** Sets {@code epochs}. */
    public Autoencoder setEpochs(int value) {
        set(epochs(), value);
        return this;
    }

    /** Sets {@code batchSize}. */
    public Autoencoder setBatchSize(int value) {
        set(batchSize(), value);
        return this;
    }

    /** Sets {@code workers}. */
    public Autoencoder setWorkers(int value) {
        set(workers(), value);
        return this;
    }

    /** Sets {@code updater}. */
    public Autoencoder setUpdater(String value) {
        set(updater(), value);
        return this;
    }

    /** Sets {@code learningRate}. */
    public Autoencoder setLearningRate(double value) {
        set(learningRate(), value);
        return this;
    }

    /** Sets {@code averagingMethod}. */
    public Autoencoder setAveragingMethod(String value) {
        set(averagingMethod(), value);
        return this;
    }

    /** Sets {@code averagingFrequency}. */
    public Autoencoder setAveragingFrequency(int value) {
        set(averagingFrequency(), value);
        return this;
    }

    /** Sets {@code patience}. */
    public Autoencoder setPatience(int value) {
        set(patience(), value);
        return this;
    }

    /** Sets {@code minImprovement}. */
    public Autoencoder setMinImprovement(double value) {
        set(minImprovement(), value);
        return this;
    }

    /** Sets {@code seed}. */
    public Autoencoder setSeed(long value) {
        set(seed(), value);
        return this;
    }

    /** Sets {@code settings}, each KEY=VALUE. */
    public Autoencoder setSettings(String... value) {
        set(settings(), value);
        return this;
    }
}
