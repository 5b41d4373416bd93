package io.sparkae.encode;

import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import scala.Tuple4;

/** Writes codes as a Parquet table {@code id, label, code, reconstruction_error}; one file a partition. */
final class CodeTable {
    private CodeTable() {}

    /** @return the schema written, in SQL's notation */
    static String write(SparkSession spark, JavaRDD<Tuple4<Long, Integer, float[], Float>> rows, Path folder) {
        Encoder<float[]> floats = spark.implicits().newFloatArrayEncoder();
        Dataset<Row> table = spark.createDataset(
                        rows.rdd(), Encoders.tuple(Encoders.LONG(), Encoders.INT(), floats, Encoders.FLOAT()))
                .select(
                        functions.col("_1").as("id"),
                        functions.col("_2").as("label"),
                        functions.col("_3").as("code"),
                        functions.col("_4").as("reconstruction_error"));
        table.write().mode(SaveMode.ErrorIfExists).parquet(folder.toString());
        return table.schema().toDDL();
    }
}
