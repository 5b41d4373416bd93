package io.sparkae.ml;

import io.sparkae.files.AtomicFile;
import io.sparkae.ml.Features.Invalid;
import io.sparkae.model.ModelFile;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.train.TrainStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted {@link Autoencoder}: adds codes, errors and reconstructions to the rows of a DataFrame, or of a stream. It is saved as
 * Spark ML saves models, with the model file of the command, {@value TrainStage#MODEL_FILE}, beside the metadata.
 */
public final class AutoencoderModel extends Model<AutoencoderModel>
        implements AutoencoderParams<AutoencoderModel>, MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Declared declared;
    private final byte[] file;
    private AutoencoderSummary summary;
    private transient TrainedAutoencoder model;
    private transient Codes codes;

    /** Without weights: of no use but to be found by {@link java.util.ServiceLoader}. */
    public AutoencoderModel() {
        this(Identifiable$.MODULE$.randomUID("AutoencoderModel"), new byte[0]);
    }

    /** @param file content of a model file */
    AutoencoderModel(String uid, byte[] file) {
        this.uid = uid;
        this.declared = new Declared(this);
        this.file = file;
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
     * Adds {@code outputCol}, {@code reconstructionErrorCol} and {@code reconstructionCol}. Evaluated when used; a task fails, naming
     * the row, if features cannot be used, unless {@code handleInvalid} says otherwise.
     *
     * @throws IllegalArgumentException if columns are not what they should be
     */
    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
        StructType schema = transformSchema(rows.schema(), true);
        return codes(rows.sparkSession()).of(rows, features(this), schema, this);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Features features = features(this);
        features.requireIn(schema);
        features.sizeIn(schema).filter(size -> size != numFeatures()).ifPresent(size -> {
            throw new IllegalArgumentException("columns " + features.columns() + ": expected " + numFeatures()
                    + " values, as the model was fitted to, found " + size);
        });
        StructType all = outputs(this, schema, model().codeDimension());
        return Columns.named(getReconstructionCol())
                .map(name -> Columns.append(all, vector(name, numFeatures())))
                .orElse(all);
    }

    /** Values of a row. */
    public int numFeatures() {
        return model().features();
    }

    /** What training came to; a model that was loaded has none. */
    public boolean hasSummary() {
        return summary != null;
    }

    /**
     * What training came to.
     *
     * @throws IllegalStateException if this model was loaded
     */
    public AutoencoderSummary summary() {
        if (summary == null) {
            throw new IllegalStateException("no training summary: this model was loaded, and summaries are not saved");
        }
        return summary;
    }

    void setSummary(AutoencoderSummary of) {
        summary = of;
    }

    /** The autoencoder itself, as functions on arrays; not thread-safe. */
    public synchronized TrainedAutoencoder model() {
        if (model == null) {
            model = ModelFile.read(file, uid);
        }
        return model;
    }

    private synchronized Codes codes(SparkSession spark) {
        if (codes == null || !codes.isUsableBy(spark)) {
            codes = new Codes(spark, file, model());
        }
        return codes;
    }

    /** The features that params name. */
    static Features features(AutoencoderParams<?> params) {
        boolean several = params.isDefined(params.inputCols());
        if (several && params.isSet(params.inputCol())) {
            throw new IllegalArgumentException("inputCol, inputCols: expected one of them, found both");
        }
        List<String> columns = several
                ? List.of(params.getOrDefault(params.inputCols()))
                : List.of(params.getOrDefault(params.inputCol()));
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("inputCols: expected at least one column, found none");
        }
        return new Features(columns, Invalid.of(params.getOrDefault(params.handleInvalid())));
    }

    /** A schema with the columns of codes and errors. */
    static StructType outputs(AutoencoderParams<?> params, StructType schema, int codeSize) {
        features(params).requireIn(schema);
        StructType coded = Columns.append(schema, vector(params.getOutputCol(), codeSize));
        return Columns.named(params.getReconstructionErrorCol())
                .map(name -> Columns.append(coded, DataTypes.createStructField(name, DataTypes.DoubleType, true)))
                .orElse(coded);
    }

    private static StructField vector(String name, int size) {
        StructField sized = new AttributeGroup(name, size).toStructField();
        return new StructField(name, SQLDataTypes.VectorType(), true, sized.metadata());
    }

    @Override
    public AutoencoderModel copy(ParamMap extra) {
        AutoencoderModel copy = new AutoencoderModel(uid, file);
        copy.summary = summary;
        return copyValues(copy, extra).setParent(parent());
    }

    @Override
    public MLWriter write() {
        return StageFiles.writer(
                this,
                (spark, folder) -> AtomicFile.writeNew(
                        StageFiles.fileSystem(spark, folder),
                        new Path(folder, TrainStage.MODEL_FILE),
                        out -> out.write(file)));
    }

    /** A reader of saved models. */
    public static MLReader<AutoencoderModel> read() {
        return StageFiles.reader(AutoencoderModel.class, (uid, spark, folder) -> {
            FileSystem fs = StageFiles.fileSystem(spark, folder);
            byte[] bytes = ModelFile.bytes(fs, new Path(folder, TrainStage.MODEL_FILE));
            AutoencoderModel loaded = new AutoencoderModel(uid, bytes);
            loaded.model();
            return loaded;
        });
    }

    /** Reads a saved model. */
    public static AutoencoderModel load(String path) {
        return read().load(path);
    }

    /** The autoencoder of a saved model's folder, or of a model file. */
    static TrainedAutoencoder read(SparkSession spark, Path path) {
        try {
            FileSystem fs = StageFiles.fileSystem(spark, path);
            Path zip = fs.getFileStatus(path).isDirectory() ? new Path(path, TrainStage.MODEL_FILE) : path;
            return TrainedAutoencoder.load(fs, zip);
        } catch (IOException e) {
            throw new UncheckedIOException("initialModel: " + e.getMessage(), e);
        }
    }
}
