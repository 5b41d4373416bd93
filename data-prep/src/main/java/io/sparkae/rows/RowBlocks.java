package io.sparkae.rows;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import scala.Tuple2;
import scala.Tuple3;

/** RDDs of row blocks, from DataFrames and for any number of partitions. */
public final class RowBlocks {
    private RowBlocks() {}

    /**
     * Packs the rows of a DataFrame; each block is consecutive rows of one partition.
     *
     * @param rows with a column {@code id} of whole numbers and, optionally, a column {@code label} of whole numbers, null
     *     where unknown
     * @param column the values: an array of numbers or an MLlib vector, as many in every row; read in single precision
     * @throws IllegalArgumentException if a column is missing or of another type; a task fails if a row has no id, no values,
     *     a null among them, or another number of them
     */
    public static JavaRDD<RowBlock> of(Dataset<Row> rows, String column) {
        Column values = values(rows, column);
        Column id = column(rows, "id");
        Column known = coalesce(id.cast(DataTypes.LongType), raise_error(lit("rows: expected an id, found null")));
        Column label = List.of(rows.columns()).contains("label") ? rows.col("label") : lit(null);
        return rows.select(known.as("_1"), label.cast(DataTypes.IntegerType).as("_2"), values.as("_3"))
                .as(Encoders.tuple(Encoders.LONG(), Encoders.INT(), floats(rows)))
                .javaRDD()
                .mapPartitions(Packing::new);
    }

    /**
     * Packs the rows of a DataFrame that have no ids or labels; a row's id is its position. Counts the rows of each partition
     * first.
     *
     * @param column the values, as in {@link #of}
     * @throws IllegalArgumentException as {@link #of} does
     */
    public static JavaRDD<RowBlock> byPosition(Dataset<Row> rows, String column) {
        return rows.select(values(rows, column).as("value"))
                .as(floats(rows))
                .javaRDD()
                .zipWithIndex()
                .map(row -> new Tuple3<>(row._2(), (Integer) null, row._1()))
                .mapPartitions(Packing::new);
    }

    private static Encoder<float[]> floats(Dataset<Row> rows) {
        return rows.sparkSession().implicits().newFloatArrayEncoder();
    }

    private static Column column(Dataset<Row> rows, String name) {
        if (!List.of(rows.columns()).contains(name)) {
            throw new IllegalArgumentException(
                    "column " + name + ": expected in the rows, found " + List.of(rows.columns()));
        }
        return rows.col(name);
    }

    /**
     * A column of arrays of numbers or MLlib vectors, in single precision; null if one of the values is, which an encoder of
     * primitives would read as 0.
     *
     * @throws IllegalArgumentException if the column is missing or of another type
     */
    public static Column values(Dataset<Row> rows, String name) {
        Column column = column(rows, name);
        DataType type = rows.schema().apply(name).dataType();
        if (type.equals(SQLDataTypes.VectorType())) {
            return functions.vector_to_array(column, "float32");
        }
        if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
            return when(
                    not(exists(column, Column::isNull)), column.cast(DataTypes.createArrayType(DataTypes.FloatType)));
        }
        throw new IllegalArgumentException(
                "column " + name + ": expected an array of numbers or a vector, found " + type.catalogString());
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
            if (!rows.hasNext()) {
                throw new NoSuchElementException();
            }
            RowBlock.Builder block = null;
            while (rows.hasNext() && (block == null || !block.isFull())) {
                Tuple3<Long, Integer, float[]> row = rows.next();
                if (row._3() == null) {
                    throw new IllegalArgumentException("row id " + row._1() + ": expected values, found null");
                }
                if (block == null) {
                    int width = row._3().length;
                    block = new RowBlock.Builder(width, RowBlock.mostRows(width));
                }
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
                pieces.add(new Tuple2<>(position + from, block.range(from, to)));
                from = to;
            }
            position += block.rows();
        }
        return pieces.iterator();
    }
}
