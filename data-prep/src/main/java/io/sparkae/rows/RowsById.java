package io.sparkae.rows;

import io.sparkae.files.StageOutputException;
import io.sparkae.run.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import scala.Tuple3;

/**
 * A few rows that are known by their ids, to look at. Ids are positions in an input: training and validation rows have
 * theirs from the same one, test rows from another, so that an id alone says nothing.
 */
public final class RowsById {
    private RowsById() {}

    /**
     * Brings rows to the driver.
     *
     * @param stageFolder a stage's committed folder
     * @param manifest of that folder
     * @param splits where they are; of one input
     * @param valuesColumn an array column
     * @param ids of the rows, the order of the result; a row that is asked for twice comes twice
     * @throws StageOutputException if there is no such row
     */
    public static RowBlock of(
            SparkSession spark,
            Path stageFolder,
            Manifest manifest,
            List<Split> splits,
            String valuesColumn,
            long[] ids) {
        Path[] folders = splits.stream()
                .filter(split -> manifest.rows().getOrDefault(split.folder(), 0L) > 0)
                .map(split -> new Path(stageFolder, split.folder()))
                .toArray(Path[]::new);
        Map<Long, Tuple3<Long, Integer, float[]>> found = new HashMap<>();
        if (ids.length > 0 && folders.length > 0) {
            Encoder<float[]> floats = spark.implicits().newFloatArrayEncoder();
            VerifiedParquet.read(spark, folders)
                    .select(functions.col("id"), functions.col("label"), functions.col(valuesColumn))
                    .where(functions
                            .col("id")
                            .isin(LongStream.of(ids).distinct().boxed().toArray()))
                    .as(Encoders.tuple(Encoders.LONG(), Encoders.INT(), floats))
                    .collectAsList()
                    .forEach(row -> found.put(row._1(), row));
        }
        return inOrder(ids, found, splits);
    }

    private static RowBlock inOrder(long[] ids, Map<Long, Tuple3<Long, Integer, float[]>> found, List<Split> splits) {
        int width = found.values().stream()
                .mapToInt(row -> row._3().length)
                .findFirst()
                .orElse(0);
        RowBlockBuilder block = new RowBlockBuilder(width, ids.length);
        for (long id : ids) {
            Tuple3<Long, Integer, float[]> row = found.get(id);
            if (row == null) {
                throw new StageOutputException("no row " + id + " among the rows of "
                        + String.join(", ", splits.stream().map(Split::folder).toList())
                        + ": run the stages again with --force");
            }
            block.add(row._1(), row._2(), row._3());
        }
        return block.build();
    }
}
