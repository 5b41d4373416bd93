package io.sparkae.rows;

import io.sparkae.files.OutputFile;
import io.sparkae.run.Manifest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
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
import scala.Tuple5;

/**
 * A committed table of rows with {@code id: bigint}, {@code label: int} and one {@code array<float>} column: a split of
 * the dataset or of the encodings. Rows have a position, counted over the files in name order; it decides which
 * partition a row comes to, so that reading gives the same partitions wherever and however often it is done.
 */
public final class RowTable {
    /** Most rows in one block: with 784 features 3 MB. */
    private static final int MOST_BLOCK_ROWS = 1024;

    /** Most values in one block of several rows: 64 MB. */
    private static final int BLOCK_VALUES = 1 << 24;

    private final SparkSession spark;
    private final Path folder;
    private final String valuesColumn;
    private final Map<String, Long> firstPositions;
    private final long rows;

    /**
     * @param spark the session to read with
     * @param stageFolder a stage's committed folder
     * @param manifest of that folder
     * @param split the part of it
     * @param valuesColumn the array column
     */
    public RowTable(SparkSession spark, Path stageFolder, Manifest manifest, Split split, String valuesColumn) {
        this.spark = spark;
        this.folder = new Path(stageFolder, split.folder());
        this.valuesColumn = valuesColumn;
        this.firstPositions = new HashMap<>();
        String prefix = split.folder() + "/";
        long position = 0;
        for (OutputFile file : manifest.files()) {
            if (file.rows() != null && file.path().startsWith(prefix)) {
                firstPositions.put(file.path().substring(prefix.length()), position);
                position += file.rows();
            }
        }
        this.rows = position;
    }

    /** How many rows the table has; known without reading it. */
    public long rows() {
        return rows;
    }

    /** The rows in blocks, in order, spread over the partitions as {@link EvenPartitioner} says. */
    public JavaRDD<RowBlock> blocks(int partitions) {
        if (rows == 0) {
            return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(), partitions);
        }
        Map<String, Long> first = firstPositions;
        EvenPartitioner partitioner = new EvenPartitioner(rows, partitions);
        return positioned()
                .javaRDD()
                .mapPartitionsToPair(rowsOfTask -> new Packing(rowsOfTask, first, partitioner))
                .repartitionAndSortWithinPartitions(partitioner)
                .values();
    }

    /** Rows of a full block of rows this wide. */
    static int blockRows(int width) {
        return Math.max(1, Math.min(MOST_BLOCK_ROWS, BLOCK_VALUES / Math.max(1, width)));
    }

    private Dataset<Tuple5<Long, Integer, float[], String, Long>> positioned() {
        Encoder<float[]> floats = spark.implicits().newFloatArrayEncoder();
        return VerifiedParquet.read(spark, folder)
                .select(
                        functions.col("id"),
                        functions.col("label"),
                        functions.col(valuesColumn),
                        metadata("file_name"),
                        metadata("row_index"))
                .as(Encoders.tuple(Encoders.LONG(), Encoders.INT(), floats, Encoders.STRING(), Encoders.LONG()));
    }

    private static Column metadata(String field) {
        return functions.col("_metadata." + field).as(field);
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
            RowBlockBuilder builder = new RowBlockBuilder(width, blockRows(width));
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
