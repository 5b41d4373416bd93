package io.sparkae.ml;

import io.sparkae.rows.RowBlock;
import io.sparkae.train.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** DataFrames of the rows that tests of training use. */
final class Frames {
    static final StructType VECTORS =
            new StructType().add("id", DataTypes.LongType).add("features", SQLDataTypes.VectorType());

    private Frames() {}

    /** The first rows of {@link Rows}, as vectors. */
    static Dataset<Row> vectors(SparkSession spark, int rows, int partitions) {
        return of(spark, VECTORS, rows, partitions, values -> Vectors.dense(doubles(values)));
    }

    /** Rows with id and one column of values. */
    static Dataset<Row> of(
            SparkSession spark, StructType schema, int rows, int partitions, Function<float[], Object> cell) {
        RowBlock all = Rows.block(0, rows);
        List<Row> table = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            table.add(RowFactory.create((long) row, cell.apply(values(all, row))));
        }
        return frame(spark, table, schema, partitions);
    }

    /** Rows with a column for each value, {@code x0}, {@code x1}, … */
    static Dataset<Row> numbers(SparkSession spark, int rows, int partitions) {
        RowBlock all = Rows.block(0, rows);
        StructType schema = new StructType();
        for (int i = 0; i < Rows.FEATURES; i++) {
            schema = schema.add("x" + i, DataTypes.FloatType);
        }
        List<Row> table = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            table.add(RowFactory.create(boxed(values(all, row))));
        }
        return frame(spark, table, schema, partitions);
    }

    static Dataset<Row> frame(SparkSession spark, List<Row> rows, StructType schema, int partitions) {
        return spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, partitions), schema);
    }

    static Object[] boxed(float[] values) {
        Object[] boxed = new Object[values.length];
        Arrays.setAll(boxed, i -> values[i]);
        return boxed;
    }

    static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    static float[] values(RowBlock block, int row) {
        return Arrays.copyOfRange(block.values(), row * block.width(), (row + 1) * block.width());
    }

    /** A column of vectors, by id. */
    static List<Vector> column(Dataset<Row> rows, String name) {
        return rows.orderBy("id").select(name).collectAsList().stream()
                .map(row -> row.<Vector>getAs(0))
                .toList();
    }
}
