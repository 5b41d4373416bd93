package io.sparkae.rows;

import io.sparkae.files.OutputFile;
import io.sparkae.run.Manifest;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import scala.Tuple4;

/**
 * The first rows of a split, to look at; rows of a dataset lie in random order, so they are a sample. Only the files that
 * hold them are read.
 */
public final class FirstRows {
    private FirstRows() {}

    /**
     * Brings rows to the driver.
     *
     * @param stageFolder a stage's committed folder
     * @param manifest of that folder
     * @param valuesColumn an array column
     * @param most how many rows at most
     */
    public static RowBlock of(
            SparkSession spark, Path stageFolder, Manifest manifest, Split split, String valuesColumn, int most) {
        List<Tuple4<Long, Integer, float[], Long>> rows = new ArrayList<>(
                table(spark, stageFolder, manifest, split, valuesColumn, most).collectAsList());
        rows.sort((a, b) -> Long.compare(a._4(), b._4()));
        int width = rows.isEmpty() ? 0 : rows.get(0)._3().length;
        RowBlockBuilder block = new RowBlockBuilder(width, rows.size());
        rows.forEach(row -> block.add(row._1(), row._2(), row._3()));
        return block.build();
    }

    /**
     * The same rows left to the executors, in any order: id, label (null where unknown), values and position, counted
     * over the files in name order.
     *
     * @param stageFolder a stage's committed folder
     * @param manifest of that folder
     * @param valuesColumn an array column
     * @param most how many rows at most
     */
    public static Dataset<Tuple4<Long, Integer, float[], Long>> table(
            SparkSession spark, Path stageFolder, Manifest manifest, Split split, String valuesColumn, int most) {
        Encoder<float[]> floats = spark.implicits().newFloatArrayEncoder();
        Encoder<Tuple4<Long, Integer, float[], Long>> encoder =
                Encoders.tuple(Encoders.LONG(), Encoders.INT(), floats, Encoders.LONG());
        Dataset<Tuple4<Long, Integer, float[], Long>> rows = spark.emptyDataset(encoder);
        long position = 0;
        for (OutputFile file : manifest.files()) {
            if (file.rows() != null && file.path().startsWith(split.folder() + "/") && position < most) {
                Column index = functions.col("_metadata.row_index");
                rows = rows.union(VerifiedParquet.read(spark, new Path(stageFolder, file.path()))
                        .select(
                                functions.col("id"),
                                functions.col("label"),
                                functions.col(valuesColumn),
                                index.plus(position).as("position"))
                        .where(functions.col("position").lt(most))
                        .as(encoder));
                position += file.rows();
            }
        }
        return rows;
    }
}
