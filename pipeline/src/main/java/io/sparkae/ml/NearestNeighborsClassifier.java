package io.sparkae.ml;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Classifies rows by the votes of their k nearest neighbours among the rows it was fitted to, as {@code sparkae knn} does: the same
 * exact search, the same votes.
 *
 * <pre>{@code
 * NearestNeighborsClassificationModel model =
 *         new NearestNeighborsClassifier().setFeaturesCol("code").setK(5).fit(labelled);
 * model.transform(rows).select("prediction", "probability");
 * }</pre>
 */
public final class NearestNeighborsClassifier extends Estimator<NearestNeighborsClassificationModel>
        implements VoteParams<NearestNeighborsClassifier>, MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Declared declared;
    private final Labels labels;

    /** With the defaults of {@code conf/reference.conf}. */
    public NearestNeighborsClassifier() {
        this(Identifiable$.MODULE$.randomUID("NearestNeighborsClassifier"));
    }

    /** The same with a given uid. */
    public NearestNeighborsClassifier(String uid) {
        this.uid = uid;
        this.declared = new Declared(this, "");
        this.labels = new Labels(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Declared declaredOfSearch() {
        return declared;
    }

    @Override
    public Labels declaredOfVote() {
        return labels;
    }

    /**
     * Takes the rows as references.
     *
     * @throws IllegalArgumentException naming the param, column or row that is wrong
     */
    @Override
    public NearestNeighborsClassificationModel fit(Dataset<?> rows) {
        transformSchema(rows.schema(), true);
        ReferenceRows references = ReferenceRows.of(
                rows,
                NeighborParams.features(this),
                NeighborParams.named(this, labelCol()),
                NeighborParams.named(this, idCol()));
        return copyValues(new NearestNeighborsClassificationModel(uid, references).setParent(this), ParamMap.empty());
    }

    @Override
    public StructType transformSchema(StructType schema) {
        NeighborParams.named(this, idCol())
                .ifPresent(name -> Columns.require(schema, name, IntegralType.class, "a whole number"));
        Columns.require(schema, getOrDefault(labelCol()), NumericType.class, "a number");
        return NearestNeighborsClassificationModel.outputs(this, schema, 0);
    }

    @Override
    public NearestNeighborsClassifier copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public MLWriter write() {
        return StageFiles.writer(this, (spark, folder) -> {});
    }

    /** A reader of saved estimators. */
    public static MLReader<NearestNeighborsClassifier> read() {
        return StageFiles.reader(
                NearestNeighborsClassifier.class, (uid, spark, folder) -> new NearestNeighborsClassifier(uid));
    }

    /** Reads a saved estimator. */
    public static NearestNeighborsClassifier load(String path) {
        return read().load(path);
    }

    /** Sets {@code idCol}, the column of ids. */
    public NearestNeighborsClassifier setIdCol(String value) {
        set(idCol(), value);
        return this;
    }

    /** Sets {@code labelCol}, the column of labels. */
    public NearestNeighborsClassifier setLabelCol(String value) {
        set(labelCol(), value);
        return this;
    }
}
