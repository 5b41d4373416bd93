package io.sparkae.ml;

import io.sparkae.ml.QueryFrame.NeighborColumn;
import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted {@link ExactNearestNeighbors}: adds the neighbours of the rows of any DataFrame. It is saved with its references, as Parquet.
 */
public final class ExactNearestNeighborsModel extends Model<ExactNearestNeighborsModel>
        implements NeighborParams<ExactNearestNeighborsModel>, MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Declared declared;
    private final transient ReferenceRows references;

    /** Without references: of no use but to be found by {@link java.util.ServiceLoader}. */
    public ExactNearestNeighborsModel() {
        this(Identifiable$.MODULE$.randomUID("ExactNearestNeighborsModel"), null);
    }

    /** @param references that queries are compared with */
    ExactNearestNeighborsModel(String uid, ReferenceRows references) {
        this.uid = uid;
        this.declared = new Declared(this, "neighbors");

        this.references = references;
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
     * Adds {@code neighborsCol}. The search is done when this is called.
     *
     * @throws IllegalArgumentException if columns are not what they should be, or the rows are a stream
     * @throws io.sparkae.settings.SettingsException if there are not more than k references, or memory is too small
     */
    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
        return QueryFrame.answered(
                rows,
                NeighborParams.features(this),
                references,
                NeighborParams.settings(this),
                transformSchema(rows.schema(), true),
                (block, query) -> new Object[] {NeighborColumn.of(block, query)});
    }

    @Override
    public StructType transformSchema(StructType schema) {
        references.requireSize(NeighborParams.features(this), schema);
        return outputs(this, schema);
    }

    /** A schema with the column of this stage. */
    static StructType outputs(NeighborParams<?> params, StructType schema) {
        NeighborParams.features(params).requireIn(schema);
        if (params.getNeighborsCol().isEmpty()) {
            throw new IllegalArgumentException("neighborsCol: expected a name, found none");
        }
        return NeighborColumn.append(schema, Optional.of(params.getNeighborsCol()));
    }

    /** Values of a row. */
    public int numFeatures() {
        return references.width();
    }

    @Override
    public ExactNearestNeighborsModel copy(ParamMap extra) {
        return copyValues(new ExactNearestNeighborsModel(uid, references), extra)
                .setParent(parent());
    }

    @Override
    public MLWriter write() {
        return StageFiles.writer(this, references::write);
    }

    /** A reader of saved models. */
    public static MLReader<ExactNearestNeighborsModel> read() {
        return StageFiles.reader(
                ExactNearestNeighborsModel.class,
                (uid, spark, folder) -> new ExactNearestNeighborsModel(uid, ReferenceRows.read(spark, folder)));
    }

    /** Reads a saved model. */
    public static ExactNearestNeighborsModel load(String path) {
        return read().load(path);
    }
}
