package io.sparkae.rows;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;
import scala.Tuple3;

/** RDDs of row blocks, from DataFrames and for any number of partitions. */
public final class RowBlocks {
    /** Rows of one block of a DataFrame at most: 3 MB with 784 values. */
    private static final int MAX_BLOCK_ROWS = 1024;

    private RowBlocks() {}

    /**
     * Packs the rows of a DataFrame; each block is consecutive rows of one partition.
     *
     * @param rows with a column {@code id} of whole numbers and, optionally, a column {@code label} of whole numbers, null
     *     where unknown
     * @param column the values: an array of numbers or an MLlib vector, as many in every row; read in single precision
     * @throws IllegalArgumentException if a column is missing; a task fails if a row has no id, no values or another number of
     *     them
     */
    public static JavaRDD<RowBlock> of(Dataset<Row> rows, String column) {
        List<String> columns = List.of(rows.columns());
        for (String needed : List.of("id", column)) {
            if (!columns.contains(needed)) {
                throw new IllegalArgumentException("column " + needed + ": expected in the rows, found " + columns);
            }
        }
        SparkSession spark = rows.sparkSession();
        Column id = required(rows.col("id").cast(DataTypes.LongType), rows.col("id"), "an id");
        Column label = columns.contains("label") ? rows.col("label") : lit(null);
        return rows.select(
                        id.as("_1"),
                        label.cast(DataTypes.IntegerType).as("_2"),
                        required(values(rows, column), rows.col("id"), "values").as("_3"))
                .as(Encoders.tuple(
                        Encoders.LONG(), Encoders.INT(), spark.implicits().newFloatArrayEncoder()))
                .javaRDD()
                .mapPartitions(Packing::new);
    }

    private static Column required(Column value, Column id, String what) {
        Column row = coalesce(id.cast(DataTypes.StringType), lit("null"));
        return coalesce(value, raise_error(concat(lit("row id "), row, lit(": expected " + what + ", found null"))));
    }

    private static Column values(Dataset<Row> rows, String column) {
        boolean vectors = rows.schema().apply(column).dataType().equals(SQLDataTypes.VectorType());
        return vectors
                ? functions.vector_to_array(rows.col(column), "float32")
                : rows.col(column).cast(DataTypes.createArrayType(DataTypes.FloatType));
    }

    /** Packs consecutive rows. */
    private static final class Packing implements Iterator<RowBlock> {
        private final Iterator<Tuple3<Long, Integer, float[]>> rows;

        Packing(Iterator<Tuple3<Long, Integer, float[]>> rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public RowBlock next() {
            RowBlock.Builder block = null;
            while (rows.hasNext() && (block == null || !block.isFull())) {
                Tuple3<Long, Integer, float[]> row = rows.next();
                block = block == null ? new RowBlock.Builder(row._3().length, MAX_BLOCK_ROWS) : block;
                block.add(row._1(), row._2(), row._3());
            }
            return block.build();
        }
    }

    /** The number of rows of each partition; evaluates the blocks. */
    public static long[] rowsByPartition(JavaRDD<RowBlock> blocks) {
        return blocks
                .mapPartitions(own -> {
                    long rows = 0;
                    while (own.hasNext()) {
                        rows += own.next().rows();
                    }
                    return List.of(rows).iterator();
                })
                .collect()
                .stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /**
     * The same rows in the same order, in partitions that differ by one row at most.
     *
     * @param blocks whose evaluation always gives the same rows in the same order
     * @param rowsByPartition {@link #rowsByPartition} of these
     * @param partitions how many are wanted
     */
    public static JavaRDD<RowBlock> evenly(JavaRDD<RowBlock> blocks, long[] rowsByPartition, int partitions) {
        long[] firsts = new long[rowsByPartition.length + 1];
        for (int p = 0; p < rowsByPartition.length; p++) {
            firsts[p + 1] = firsts[p] + rowsByPartition[p];
        }
        EvenPartitioner partitioner = new EvenPartitioner(firsts[rowsByPartition.length], partitions);
        return blocks.mapPartitionsWithIndex((p, own) -> cut(own, firsts[p], partitioner), true)
                .mapToPair(piece -> piece)
                .repartitionAndSortWithinPartitions(partitioner)
                .values();
    }

    /** Cuts blocks where a partition ends; a piece's key is the position of its first row. */
    private static Iterator<Tuple2<Long, RowBlock>> cut(
            Iterator<RowBlock> blocks, long first, EvenPartitioner partitioner) {
        List<Tuple2<Long, RowBlock>> pieces = new ArrayList<>();
        long position = first;
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            int from = 0;
            while (from < block.rows()) {
                int to = from + 1;
                while (to < block.rows() && partitioner.of(position + to) == partitioner.of(position + from)) {
                    to++;
                }
                pieces.add(new Tuple2<>(position + from, slice(block, from, to)));
                from = to;
            }
            position += block.rows();
        }
        return pieces.iterator();
    }

    /** Consecutive rows of a block; the block itself if these are all. */
    private static RowBlock slice(RowBlock block, int from, int to) {
        return from == 0 && to == block.rows()
                ? block
                : new RowBlock(
                        Arrays.copyOfRange(block.ids(), from, to),
                        Arrays.copyOfRange(block.labels(), from, to),
                        Arrays.copyOfRange(block.values(), from * block.width(), to * block.width()),
                        block.width());
    }
}
