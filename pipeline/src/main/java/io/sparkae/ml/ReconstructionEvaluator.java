package io.sparkae.ml;

import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.NumericType;

/** The mean of the reconstruction errors, for Spark ML's {@code CrossValidator}: the smaller the better. */
public final class ReconstructionEvaluator extends Evaluator implements MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> reconstructionErrorCol;

    /** Of the column {@code reconstructionError}. */
    public ReconstructionEvaluator() {
        this(Identifiable$.MODULE$.randomUID("ReconstructionEvaluator"));
    }

    /** The same with a given uid. */
    public ReconstructionEvaluator(String uid) {
        this.uid = uid;
        this.reconstructionErrorCol = new Param<>(this, "reconstructionErrorCol", "column of errors, one a row");
        setDefault(reconstructionErrorCol, "reconstructionError");
    }

    @Override
    public String uid() {
        return uid;
    }

    /** Column of errors, one a row. */
    public Param<String> reconstructionErrorCol() {
        return reconstructionErrorCol;
    }

    /** Sets {@code reconstructionErrorCol}. */
    public ReconstructionEvaluator setReconstructionErrorCol(String value) {
        set(reconstructionErrorCol, value);
        return this;
    }

    /**
     * The mean; rows without an error do not count.
     *
     * @throws IllegalArgumentException if there is no such column of numbers, or no row has an error
     */
    @Override
    public double evaluate(Dataset<?> rows) {
        String name = getOrDefault(reconstructionErrorCol);
        Columns.require(rows.schema(), name, NumericType.class, "a number");
        Row mean = rows.select(functions.avg(Columns.in(rows, name))).first();
        if (mean.isNullAt(0)) {
            throw new IllegalArgumentException("column " + name + ": expected errors, found none");
        }
        return mean.getDouble(0);
    }

    @Override
    public boolean isLargerBetter() {
        return false;
    }

    @Override
    public ReconstructionEvaluator copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public MLWriter write() {
        return StageFiles.writer(this, (spark, folder) -> {});
    }

    /** A reader of saved evaluators. */
    public static MLReader<ReconstructionEvaluator> read() {
        return StageFiles.reader(
                ReconstructionEvaluator.class, (uid, spark, folder) -> new ReconstructionEvaluator(uid));
    }

    /** Reads a saved evaluator. */
    public static ReconstructionEvaluator load(String path) {
        return read().load(path);
    }
}
