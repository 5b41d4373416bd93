package io.sparkae.ml;

import io.sparkae.ml.PackedRows.Packed;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowBlocks;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows that queries are compared with. They stay in the executors, in memory or else on disk, until nobody refers to them
 * any more.
 *
 * @param blocks the rows, with ids and labels
 * @param width values of a row
 * @param classes one more than the largest label; 0 without labels
 */
record ReferenceRows(JavaRDD<RowBlock> blocks, int width, int classes) {
    private static final StructType TABLE =
            StructType.fromDDL("id BIGINT NOT NULL, label INT, features ARRAY<FLOAT> NOT NULL");

    /** The most classes of a vote ({@code conf/reference.conf}, {@code data.classes}). */
    private static final int MOST_CLASSES = 46_340;

    private static final String FOLDER = "data";

    /**
     * Reads rows.
     *
     * @param label column of labels, none for rows without
     * @param id column of ids, none for positions
     * @throws IllegalArgumentException naming a row that cannot be used and why; if there are no rows
     */
    static ReferenceRows of(Dataset<?> rows, Features features, Optional<String> label, Optional<String> id) {
        PackedRows.Numbers labels = new PackedRows.Numbers(
                "a label, a whole number from 0 to " + (MOST_CLASSES - 1), MOST_CLASSES - 1.0, true);
        try (PackedRows packed =
                new PackedRows(rows, features, new PackedRows.Besides(Optional.empty(), label, labels, id))) {
            boolean positions = id.isEmpty();
            boolean labelled = label.isPresent();
            return kept(packed.blocks(false, (some, before) -> block(some, positions ? before : 0, labelled)));
        }
    }

    private static RowBlock block(Packed some, long before, boolean labelled) {
        RowBlock rows = some.rows();
        int[] labels = labelled
                ? Arrays.stream(some.numbers()).mapToInt(number -> (int) number).toArray()
                : rows.labels();
        return new RowBlock(
                Arrays.stream(rows.ids()).map(id -> before + id).toArray(), labels, rows.values(), rows.width());
    }

    private static ReferenceRows kept(JavaRDD<RowBlock> blocks) {
        JavaRDD<RowBlock> kept = blocks.persist(StorageLevel.MEMORY_AND_DISK());
        int[] sizes = kept.map(block -> new int[] {
                    block.width(),
                    Math.min(Arrays.stream(block.labels()).max().orElse(RowBlock.NO_LABEL), MOST_CLASSES) + 1
                })
                .fold(new int[2], (a, b) -> IntStream.range(0, 2)
                        .map(i -> Math.max(a[i], b[i]))
                        .toArray());
        if (sizes[0] == 0) {
            throw new IllegalArgumentException("references: expected rows, found none");
        }
        if (sizes[1] > MOST_CLASSES) { // those of a file; each vote has a share for every class
            throw new IllegalArgumentException(
                    "references: expected labels below " + MOST_CLASSES + ", found one above: the file is damaged");
        }
        return new ReferenceRows(kept, sizes[0], sizes[1]);
    }

    /**
     * Checks that queries have as many values as the references, where their schema tells.
     *
     * @throws IllegalArgumentException naming the columns, if they are missing or have another number
     */
    void requireSize(Features features, StructType schema) {
        features.requireIn(schema);
        features.sizeIn(schema).filter(size -> size != width).ifPresent(size -> {
            throw new IllegalArgumentException("columns " + features.columns() + ": expected " + width
                    + " values, as the references have, found " + size);
        });
    }

    /** Writes the rows, as Parquet. */
    void write(SparkSession spark, Path folder) {
        JavaRDD<Row> rows = blocks.flatMap(block -> IntStream.range(0, block.rows())
                .mapToObj(row -> RowFactory.create(
                        block.ids()[row],
                        block.labels()[row] == RowBlock.NO_LABEL ? null : block.labels()[row],
                        Arrays.copyOfRange(block.values(), row * block.width(), (row + 1) * block.width())))
                .iterator());
        spark.createDataFrame(rows, TABLE).write().parquet(new Path(folder, FOLDER).toString());
    }

    /** Reads what {@link #write} wrote. */
    static ReferenceRows read(SparkSession spark, Path folder) {
        Dataset<Row> table = spark.read().schema(TABLE).parquet(new Path(folder, FOLDER).toString());
        return kept(RowBlocks.of(table, "features"));
    }
}
