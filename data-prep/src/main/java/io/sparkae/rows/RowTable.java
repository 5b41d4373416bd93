package io.sparkae.rows;

import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import scala.Tuple2;
import scala.Tuple3;
import scala.Tuple4;
import scala.Tuple5;

/**
 * A committed Parquet table of rows with {@code id: bigint}, {@code label: int} and one {@code array<float>} column: one
 * split of the dataset or of the encodings.
 *
 * <p>A row's position is its index over the table's files in name order. Positions decide which partition a row goes to,
 * so every reading gives the same partitions, on any number of cores.
 */
public final class RowTable {
    /** Rows of one block at most: 3 MB with 784 features. */
    private static final int MAX_BLOCK_ROWS = 1024;

    /** Values of one block of more than one row, at most: 64 MB. */
    private static final int MAX_BLOCK_VALUES = 1 << 24;

    private final SparkSession spark;
    private final Path folder;
    private final String valuesColumn;

    /** The position of each file's first row, by the file's name, in name order. */
    private final Map<String, Long> firstPositions = new LinkedHashMap<>();

    private final long rows;

    /**
     * Opens a table without reading it.
     *
     * @param spark the session to read with
     * @param stageFolder a stage's committed folder
     * @param files of that folder, in name order, with their row counts, as its manifest lists them
     * @param split which of the folder's tables
     * @param valuesColumn the array column
     */
    public RowTable(SparkSession spark, Path stageFolder, List<OutputFile> files, Split split, String valuesColumn) {
        this.spark = spark;
        this.folder = new Path(stageFolder, split.folder());
        this.valuesColumn = valuesColumn;
        String prefix = split.folder() + "/";
        long position = 0;
        for (OutputFile file : files) {
            if (file.rows() != null && file.path().startsWith(prefix)) {
                firstPositions.put(file.path().substring(prefix.length()), position);
                position += file.rows();
            }
        }
        this.rows = position;
    }

    /** The number of rows, known without reading the table. */
    public long rows() {
        return rows;
    }

    /** The rows in blocks, in order, spread over the partitions by {@link EvenPartitioner}. */
    public JavaRDD<RowBlock> blocks(int partitions) {
        if (rows == 0) {
            return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(), partitions);
        }
        Map<String, Long> first = new HashMap<>(firstPositions);
        EvenPartitioner partitioner = new EvenPartitioner(rows, partitions);
        return positioned()
                .javaRDD()
                .mapPartitionsToPair(rowsOfTask -> new Packing(rowsOfTask, first, partitioner))
                .repartitionAndSortWithinPartitions(partitioner)
                .values();
    }

    /**
     * The first rows, on the driver. A dataset's training rows lie in random order, so they are a sample of it.
     *
     * @param count the number of rows, if the table has that many
     */
    public RowBlock first(int count) {
        List<Tuple4<Long, Integer, float[], Long>> found =
                new ArrayList<>(firstRows(count).collectAsList());
        found.sort((a, b) -> Long.compare(a._4(), b._4()));
        int width = found.isEmpty() ? 0 : found.get(0)._3().length;
        RowBlock.Builder block = new RowBlock.Builder(width, found.size());
        found.forEach(row -> block.add(row._1(), row._2(), row._3()));
        return block.build();
    }

    /**
     * The first rows, distributed, in any order: id, label (null where unknown), values and position. Only the files that
     * hold them are read.
     *
     * @param count the number of rows, if the table has that many
     */
    public Dataset<Tuple4<Long, Integer, float[], Long>> firstRows(int count) {
        Encoder<Tuple4<Long, Integer, float[], Long>> encoder =
                Encoders.tuple(Encoders.LONG(), Encoders.INT(), floats(), Encoders.LONG());
        Dataset<Tuple4<Long, Integer, float[], Long>> found = spark.emptyDataset(encoder);
        for (Map.Entry<String, Long> file : firstPositions.entrySet()) {
            if (file.getValue() < count) {
                Column position = functions.col("_metadata.row_index").plus(file.getValue());
                found = found.union(VerifiedParquet.read(spark, new Path(folder, file.getKey()))
                        .select(
                                functions.col("id"),
                                functions.col("label"),
                                functions.col(valuesColumn),
                                position.as("position"))
                        .where(functions.col("position").lt(count))
                        .as(encoder));
            }
        }
        return found;
    }

    /**
     * Rows looked up by their ids, on the driver. An id is a position in one input: training and validation rows have ids
     * of the same input, test rows of another.
     *
     * @param tables that hold the rows, of one input and one column
     * @param ids of the rows, in the order of the result; an id given twice gives its row twice
     * @throws StageOutputException if an id is not in the tables
     */
    public static RowBlock byId(List<RowTable> tables, long... ids) {
        Path[] folders = tables.stream()
                .filter(table -> table.rows > 0)
                .map(table -> table.folder)
                .toArray(Path[]::new);
        Map<Long, Tuple3<Long, Integer, float[]>> found = new HashMap<>();
        if (ids.length > 0 && folders.length > 0) {
            RowTable any = tables.get(0);
            Object[] distinct = LongStream.of(ids).distinct().boxed().toArray();
            VerifiedParquet.read(any.spark, folders)
                    .select(functions.col("id"), functions.col("label"), functions.col(any.valuesColumn))
                    .where(functions.col("id").isin(distinct))
                    .as(Encoders.tuple(Encoders.LONG(), Encoders.INT(), any.floats()))
                    .collectAsList()
                    .forEach(row -> found.put(row._1(), row));
        }
        int width = found.values().stream()
                .mapToInt(row -> row._3().length)
                .findFirst()
                .orElse(0);
        RowBlock.Builder block = new RowBlock.Builder(width, ids.length);
        for (long id : ids) {
            Tuple3<Long, Integer, float[]> row = found.get(id);
            if (row == null) {
                throw new StageOutputException("no row " + id + " in "
                        + String.join(
                                ", ",
                                tables.stream()
                                        .map(table -> table.folder.toString())
                                        .toList())
                        + ": run the stages again with --force");
            }
            block.add(row._1(), row._2(), row._3());
        }
        return block.build();
    }

    /** Rows of a full block of rows of this width. */
    static int blockRows(int width) {
        return Math.max(1, Math.min(MAX_BLOCK_ROWS, MAX_BLOCK_VALUES / Math.max(1, width)));
    }

    private Dataset<Tuple5<Long, Integer, float[], String, Long>> positioned() {
        return VerifiedParquet.read(spark, folder)
                .select(
                        functions.col("id"),
                        functions.col("label"),
                        functions.col(valuesColumn),
                        functions.col("_metadata.file_name"),
                        functions.col("_metadata.row_index"))
                .as(Encoders.tuple(Encoders.LONG(), Encoders.INT(), floats(), Encoders.STRING(), Encoders.LONG()));
    }

    private Encoder<float[]> floats() {
        return spark.implicits().newFloatArrayEncoder();
    }

    /** Packs consecutive rows that go to the same partition, each block keyed by its first row's position. */
    private static final class Packing implements Iterator<Tuple2<Long, RowBlock>> {
        private final Iterator<Tuple5<Long, Integer, float[], String, Long>> rows;
        private final Map<String, Long> firstPositions;
        private final EvenPartitioner partitioner;
        private Tuple5<Long, Integer, float[], String, Long> ahead;

        Packing(
                Iterator<Tuple5<Long, Integer, float[], String, Long>> rows,
                Map<String, Long> firstPositions,
                EvenPartitioner partitioner) {
            this.rows = rows;
            this.firstPositions = firstPositions;
            this.partitioner = partitioner;
            advance();
        }

        @Override
        public boolean hasNext() {
            return ahead != null;
        }

        @Override
        public Tuple2<Long, RowBlock> next() {
            if (ahead == null) {
                throw new NoSuchElementException();
            }
            long first = position(ahead);
            int target = partitioner.of(first);
            int width = ahead._3().length;
            RowBlock.Builder builder = new RowBlock.Builder(width, blockRows(width));
            long expected = first;
            while (ahead != null
                    && !builder.isFull()
                    && position(ahead) == expected
                    && partitioner.of(expected) == target) {
                builder.add(ahead._1(), ahead._2(), ahead._3());
                expected++;
                advance();
            }
            return new Tuple2<>(first, builder.build());
        }

        private long position(Tuple5<Long, Integer, float[], String, Long> row) {
            return firstPositions.get(row._4()) + row._5();
        }

        private void advance() {
            ahead = rows.hasNext() ? rows.next() : null;
        }
    }
}
