package io.sparkae.dataset;

import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import scala.Tuple3;

/** Writes rows of id, label and values as a Parquet table that a {@link RowTable} reads; one file a partition. */
public final class RowTableWriter {
    private RowTableWriter() {}

    /**
     * @param rows id, label (null where unknown) and values
     * @param valuesColumn the name of the array column
     * @param folder must not exist
     * @return the schema written, in SQL's notation
     */
    public static String write(
            SparkSession spark, JavaRDD<Tuple3<Long, Integer, float[]>> rows, String valuesColumn, Path folder) {
        Encoder<float[]> floats = spark.implicits().newFloatArrayEncoder();
        var table = spark.createDataset(rows.rdd(), Encoders.tuple(Encoders.LONG(), Encoders.INT(), floats))
                .select(
                        functions.col("_1").cast("bigint").as("id"),
                        functions.col("_2").cast("int").as("label"),
                        functions.col("_3").cast("array<float>").as(valuesColumn));
        table.write().mode(SaveMode.ErrorIfExists).parquet(folder.toString());
        return table.schema().toDDL();
    }
}
