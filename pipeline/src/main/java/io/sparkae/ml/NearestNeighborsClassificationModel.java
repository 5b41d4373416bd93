package io.sparkae.ml;

import io.sparkae.knn.Vote;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.ml.QueryFrame.NeighborColumn;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted {@link NearestNeighborsClassifier}: adds predictions, shares of votes and neighbours to the rows of a DataFrame. It is
 * saved with its references, as Parquet.
 */
public final class NearestNeighborsClassificationModel extends Model<NearestNeighborsClassificationModel>
        implements VoteParams<NearestNeighborsClassificationModel>, MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Declared declared;
    private final Labels labels;
    private final transient ReferenceRows references;

    /** Without references: of no use but to be found by {@link java.util.ServiceLoader}. */
    public NearestNeighborsClassificationModel() {
        this(Identifiable$.MODULE$.randomUID("NearestNeighborsClassificationModel"), null);
    }

    /** @param references that queries are compared with */
    NearestNeighborsClassificationModel(String uid, ReferenceRows references) {
        this.uid = uid;
        this.declared = new Declared(this, "");
        this.labels = new Labels(this);
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

    @Override
    public Labels declaredOfVote() {
        return labels;
    }

    /**
     * Adds {@code predictionCol}, {@code probabilityCol} and {@code neighborsCol}. The search is done when this is called.
     *
     * @throws IllegalArgumentException if columns are not what they should be, or the rows are a stream
     * @throws io.sparkae.settings.SettingsException if there are not more than k references, or memory is too small
     */
    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
        StructType schema = transformSchema(rows.schema(), true);
        boolean shares = NeighborParams.named(this, probabilityCol()).isPresent();
        boolean neighbours = Columns.named(getNeighborsCol()).isPresent();
        Vote.Weighting weighting = VoteParams.weighting(this);
        int classes = numClasses();
        return QueryFrame.answered(
                rows,
                NeighborParams.features(this),
                references,
                NeighborParams.settings(this),
                schema,
                (block, query) -> answer(block, query, Vote.of(block, query, weighting, classes), shares, neighbours));
    }

    private static Object[] answer(Neighbours block, int query, Vote vote, boolean shares, boolean neighbours) {
        Object[] cells = new Object[1 + (shares ? 1 : 0) + (neighbours ? 1 : 0)];
        cells[0] = (double) vote.label();
        if (shares) {
            cells[1] = Vectors.dense(vote.shares());
        }
        if (neighbours) {
            cells[cells.length - 1] = NeighborColumn.of(block, query);
        }
        return cells;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        references.requireSize(NeighborParams.features(this), schema);
        return outputs(this, schema, numClasses());
    }

    /** A schema with the columns of this stage. */
    static StructType outputs(VoteParams<?> params, StructType schema, int classes) {
        NeighborParams.features(params).requireIn(schema);
        StructType predicted = Columns.append(
                schema,
                DataTypes.createStructField(params.getOrDefault(params.predictionCol()), DataTypes.DoubleType, true));
        StructType shared = NeighborParams.named(params, params.probabilityCol())
                .map(name -> Columns.append(predicted, shares(name, classes)))
                .orElse(predicted);
        return NeighborColumn.append(shared, Columns.named(params.getNeighborsCol()));
    }

    private static StructField shares(String name, int classes) {
        StructField sized =
                (classes == 0 ? new AttributeGroup(name) : new AttributeGroup(name, classes)).toStructField();
        return new StructField(name, SQLDataTypes.VectorType(), true, sized.metadata());
    }

    /** One more than the largest label among the references. */
    public int numClasses() {
        return references.classes();
    }

    /** Values of a row. */
    public int numFeatures() {
        return references.width();
    }

    @Override
    public NearestNeighborsClassificationModel copy(ParamMap extra) {
        return copyValues(new NearestNeighborsClassificationModel(uid, references), extra)
                .setParent(parent());
    }

    @Override
    public MLWriter write() {
        return StageFiles.writer(this, references::write);
    }

    /** A reader of saved models. */
    public static MLReader<NearestNeighborsClassificationModel> read() {
        return StageFiles.reader(
                NearestNeighborsClassificationModel.class,
                (uid, spark, folder) ->
                        new NearestNeighborsClassificationModel(uid, ReferenceRows.read(spark, folder)));
    }

    /** Reads a saved model. */
    public static NearestNeighborsClassificationModel load(String path) {
        return read().load(path);
    }
}
