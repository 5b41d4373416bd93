package io.sparkae.ml;

import io.sparkae.knn.ExactKnn;
import io.sparkae.knn.KnnSettings;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.ml.Features.Invalid;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Rows of a DataFrame, each with what its nearest neighbours say, in their order and partitions. The search is done at once. Rows
 * and answers stay in the executors, in memory or else on disk, until nobody refers to the result any more.
 */
final class QueryFrame {
    private static final int PARTITION_SHIFT = 33;
    private static final int BLOCK_ROWS = 256;

    /** Name of a column that no user has. */
    private static final String KEY = "sparkae: partition and place";

    private QueryFrame() {}

    /** What a query's neighbours say: the values of the columns that are added. */
    @FunctionalInterface
    interface Answer extends Serializable {
        Object[] of(Neighbours block, int query);
    }

    /**
     * Searches, and adds the answers.
     *
     * @param schema of the result
     * @throws IllegalArgumentException if the rows are a stream
     */
    static Dataset<Row> answered(
            Dataset<?> rows,
            Features features,
            ReferenceRows references,
            KnnSettings settings,
            StructType schema,
            Answer answer) {
        if (rows.isStreaming()) {
            throw new IllegalArgumentException(
                    "rows: expected a DataFrame, found a stream; search its batches by foreachBatch");
        }
        Dataset<Row> kept = rows.toDF()
                .withColumn(KEY, functions.monotonically_increasing_id())
                .localCheckpoint(); // in Spark's compact form
        int width = references.width();
        JavaRDD<RowBlock> queries = kept.select(
                        features.in(kept).as("_1"), Columns.in(kept, KEY).as("_2"))
                .as(Encoders.tuple(rows.sparkSession().implicits().newFloatArrayEncoder(), Encoders.LONG()))
                .javaRDD()
                .mapPartitions(own -> packed(own, features, width));
        JavaPairRDD<Long, Object[]> answers;
        try (SearchResult found = new ExactKnn(settings).search(queries, references.blocks())) {
            answers = found.neighbours()
                    .flatMapToPair(block -> IntStream.range(0, block.queries())
                            .mapToObj(i -> new Tuple2<>(block.queryIds()[i], answer.of(block, i)))
                            .iterator())
                    .repartitionAndSortWithinPartitions(new ByPartition(queries.getNumPartitions()))
                    .persist(StorageLevel.MEMORY_AND_DISK());
            answers.count(); // so that the search's own memory can go
        }
        int added = schema.size() - rows.schema().size();
        boolean keep = features.invalid() == Invalid.KEEP;
        JavaRDD<Row> all = kept.javaRDD().zipPartitions(answers, (own, of) -> joined(own, of, added, keep));
        return Columns.described(rows.sparkSession().createDataFrame(all, schema), schema);
    }

    private static Iterator<RowBlock> packed(Iterator<Tuple2<float[], Long>> own, Features features, int width) {
        List<RowBlock> blocks = new ArrayList<>();
        RowBlock.Builder block = new RowBlock.Builder(width, BLOCK_ROWS);
        boolean empty = true;
        while (own.hasNext()) {
            Tuple2<float[], Long> query = own.next();
            Optional<String> problem = features.problem(query._1(), width);
            if (problem.isPresent() && features.invalid() == Invalid.ERROR) {
                throw new IllegalArgumentException("row " + (query._2() & (1L << PARTITION_SHIFT) - 1)
                        + " of partition " + (query._2() >>> PARTITION_SHIFT) + ", " + problem.get()
                        + " (handleInvalid = skip leaves such rows out, keep gives them nulls)");
            }
            if (problem.isEmpty()) {
                if (block.isFull()) {
                    blocks.add(block.build());
                    block = new RowBlock.Builder(width, BLOCK_ROWS);
                }
                block.add(query._2(), null, query._1());
                empty = false;
            }
        }
        if (!empty) {
            blocks.add(block.build());
        }
        return blocks.iterator();
    }

    /** Rows and answers, both by key, the last value of a row; a row without an answer could not be used. */
    private static Iterator<Row> joined(
            Iterator<Row> rows, Iterator<Tuple2<Long, Object[]>> answers, int added, boolean keep) {
        AtomicReference<Tuple2<Long, Object[]>> next = new AtomicReference<>(after(answers));
        Iterable<Row> all = () -> rows;
        return StreamSupport.stream(all.spliterator(), false)
                .map(row -> {
                    int own = row.size() - 1;
                    boolean answered = next.get() != null && next.get()._1() == row.getLong(own);
                    if (!answered && !keep) {
                        return null;
                    }
                    Object[] cells = new Object[own + added];
                    for (int i = 0; i < own; i++) {
                        cells[i] = row.get(i);
                    }
                    if (answered) {
                        System.arraycopy(next.getAndSet(after(answers))._2(), 0, cells, own, added);
                    }
                    return RowFactory.create(cells);
                })
                .filter(Objects::nonNull)
                .iterator();
    }

    private static Tuple2<Long, Object[]> after(Iterator<Tuple2<Long, Object[]>> answers) {
        return answers.hasNext() ? answers.next() : null;
    }

    /** Sends answers to the partitions that their queries came from. */
    private static final class ByPartition extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final int partitions;

        ByPartition(int partitions) {
            this.partitions = partitions;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object key) {
            return (int) ((Long) key >>> PARTITION_SHIFT);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByPartition that && partitions == that.partitions;
        }

        @Override
        public int hashCode() {
            return partitions;
        }
    }

    /** The column of neighbours, {@code array<struct<id: bigint, distance: double>>}, nearest first. */
    static final class NeighborColumn {
        private static final StructType NEIGHBOUR = StructType.fromDDL("id BIGINT NOT NULL, distance DOUBLE NOT NULL");

        private NeighborColumn() {}

        /** A schema with this column, if it is wanted. */
        static StructType append(StructType schema, Optional<String> name) {
            return name.map(given -> Columns.append(
                            schema,
                            new StructField(
                                    given, DataTypes.createArrayType(NEIGHBOUR, false), true, Metadata.empty())))
                    .orElse(schema);
        }

        /** A query's cell. */
        static Row[] of(Neighbours block, int query) {
            Row[] neighbours = new Row[block.perQuery()];
            for (int i = 0; i < neighbours.length; i++) {
                int at = query * block.perQuery() + i;
                neighbours[i] = RowFactory.create(block.ids()[at], block.distances()[at]);
            }
            return neighbours;
        }
    }
}
