package io.sparkae.prep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Writes bad rows as JSON lines: {@code file, row, reason, detail}, the row's number as an editor counts lines. */
final class RejectedRows implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final StructType SCHEMA = StructType.fromDDL(
            "file STRING NOT NULL, row BIGINT NOT NULL, reason STRING NOT NULL, detail STRING NOT NULL");

    private RejectedRows() {}

    /** @return the schema written */
    static String write(SparkSession spark, List<CheckedRows> inputs, Path folder) {
        JavaRDD<Row> rejected = inputs.stream()
                .map(RejectedRows::of)
                .reduce(JavaRDD::union)
                .orElseThrow()
                .coalesce(1);
        spark.createDataFrame(rejected, SCHEMA)
                .write()
                .mode(SaveMode.ErrorIfExists)
                .json(folder.toString());
        return SCHEMA.toDDL();
    }

    private static JavaRDD<Row> of(CheckedRows input) {
        String file = input.source().name();
        long firstNumber = input.source().firstRowNumber();
        long[] firstRow = input.firstRow();
        return input.blocks()
                .mapPartitionsWithIndex((p, blocks) -> rows(blocks, file, firstNumber + firstRow[p]), false);
    }

    private static Iterator<Row> rows(Iterator<SourceBlock> blocks, String file, long firstNumber) {
        List<Row> rows = new ArrayList<>();
        long number = firstNumber;
        while (blocks.hasNext()) {
            SourceBlock block = blocks.next();
            for (SourceBlock.RejectedRow bad : block.rejected()) {
                rows.add(RowFactory.create(
                        file,
                        number + bad.offset(),
                        bad.why().reason(),
                        bad.why().detail()));
            }
            number += block.rows();
        }
        return rows.iterator();
    }
}
