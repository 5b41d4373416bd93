package io.sparkae.ml;

import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the k nearest neighbours of rows among the rows it was fitted to, exactly: those of a double loop over all pairs, ordered
 * by (distance, id).
 *
 * <pre>{@code
 * ExactNearestNeighborsModel model = new ExactNearestNeighbors().setIdCol("id").setK(10).fit(references);
 * model.transform(queries).select("neighbors"); // array<struct<id: bigint, distance: double>>
 * }</pre>
 */
public final class ExactNearestNeighbors extends Estimator<ExactNearestNeighborsModel>
        implements NeighborParams<ExactNearestNeighbors>, MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Declared declared;

    /** With the defaults of {@code conf/reference.conf}. */
    public ExactNearestNeighbors() {
        this(Identifiable$.MODULE$.randomUID("ExactNearestNeighbors"));
    }

    /** The same with a given uid. */
    public ExactNearestNeighbors(String uid) {
        this.uid = uid;
        this.declared = new Declared(this, "neighbors");
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Declared declaredOfSearch() {
        return declared;
    }

    /**
     * Takes the rows as references.
     *
     * @throws IllegalArgumentException naming the param, column or row that is wrong
     */
    @Override
    public ExactNearestNeighborsModel fit(Dataset<?> rows) {
        transformSchema(rows.schema(), true);
        ReferenceRows references = ReferenceRows.of(
                rows, NeighborParams.features(this), Optional.empty(), NeighborParams.named(this, idCol()));
        return copyValues(new ExactNearestNeighborsModel(uid, references).setParent(this), ParamMap.empty());
    }

    @Override
    public StructType transformSchema(StructType schema) {
        NeighborParams.named(this, idCol())
                .ifPresent(name -> Columns.require(schema, name, IntegralType.class, "a whole number"));

        return ExactNearestNeighborsModel.outputs(this, schema);
    }

    @Override
    public ExactNearestNeighbors copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public MLWriter write() {
        return StageFiles.writer(this, (spark, folder) -> {});
    }

    /** A reader of saved estimators. */
    public static MLReader<ExactNearestNeighbors> read() {
        return StageFiles.reader(ExactNearestNeighbors.class, (uid, spark, folder) -> new ExactNearestNeighbors(uid));
    }

    /** Reads a saved estimator. */
    public static ExactNearestNeighbors load(String path) {
        return read().load(path);
    }

    /** Sets {@code idCol}, the column of ids. */
    public ExactNearestNeighbors setIdCol(String value) {
        set(idCol(), value);
        return this;
    }
}
