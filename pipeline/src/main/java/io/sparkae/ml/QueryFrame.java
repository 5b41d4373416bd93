package io.sparkae.ml;

import io.sparkae.knn.ExactKnn;
import io.sparkae.knn.KnnSettings;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
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
        JavaRDD<Query> queries = queries(rows, features, references.width()).persist(StorageLevel.MEMORY_AND_DISK());
        JavaPairRDD<Long, Object[]> answers;
        try (SearchResult found = new ExactKnn(settings)
                .search(queries.mapPartitions(QueryFrame::packed), references.blocks())) {
            answers = found.neighbours()
                    .flatMapToPair(block -> IntStream.range(0, block.queries())
                            .mapToObj(i -> new Tuple2<>(block.queryIds()[i], answer.of(block, i)))
                            .iterator())
                    .repartitionAndSortWithinPartitions(new ByPartition(queries.getNumPartitions()))
                    .persist(StorageLevel.MEMORY_AND_DISK());
            answers.count(); // so that the search's own memory can go
        }
        int added = schema.size() - rows.schema().size();
        JavaRDD<Row> all = queries.zipPartitions(answers, (own, of) -> joined(own, of, added));
        return Columns.described(rows.sparkSession().createDataFrame(all, schema), schema);
    }

    /**
     * A row.
     *
     * @param key its partition and place there
     * @param values its features; null if they cannot be used
     */
    private record Query(long key, float[] values, Row row) implements Serializable {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(key);
        }
    }

    private static JavaRDD<Query> queries(Dataset<?> rows, Features features, int width) {
        Column all = functions.struct(Arrays.stream(rows.columns())
                .map(name -> Columns.in(rows, name))
                .toArray(Column[]::new));
        return rows.select(features.in(rows).as("_1"), all.as("_2"))
                .as(Encoders.tuple(
                        rows.sparkSession().implicits().newFloatArrayEncoder(), Encoders.row(rows.schema())))
                .javaRDD()
                .mapPartitionsWithIndex((p, own) -> checked(p, own, features, width), true);
    }

    private static Iterator<Query> checked(
            int partition, Iterator<Tuple2<float[], Row>> own, Features features, int width) {
        long first = (long) partition << PARTITION_SHIFT;
        long[] place = {0};
        Iterable<Tuple2<float[], Row>> all = () -> own;
        return StreamSupport.stream(all.spliterator(), false)
                .map(row -> {
                    Optional<String> problem = features.problem(row._1(), width);
                    if (problem.isPresent() && features.invalid() == Invalid.ERROR) {
                        throw new IllegalArgumentException(
                                "row " + place[0] + " of partition " + partition + ", " + problem.get()
                                        + " (handleInvalid = skip leaves such rows out, keep gives them nulls)");
                    }
                    return new Query(first + place[0]++, problem.isPresent() ? null : row._1(), row._2());
                })
                .filter(query -> query.values() != null || features.invalid() == Invalid.KEEP)
                .iterator();
    }

    private static Iterator<RowBlock> packed(Iterator<Query> own) {
        List<RowBlock> blocks = new ArrayList<>();
        RowBlock.Builder block = null;
        while (own.hasNext()) {
            Query query = own.next();
            if (query.values() != null) {
                if (block == null || block.isFull()) {
                    if (block != null) {
                        blocks.add(block.build());
                    }
                    block = new RowBlock.Builder(query.values().length, BLOCK_ROWS);
                }
                block.add(query.key(), null, query.values());
            }
        }
        if (block != null) {
            blocks.add(block.build());
        }
        return blocks.iterator();
    }

    private static Iterator<Row> joined(Iterator<Query> queries, Iterator<Tuple2<Long, Object[]>> answers, int added) {
        Iterable<Query> all = () -> queries;
        return StreamSupport.stream(all.spliterator(), false)
                .map(query -> {
                    Object[] answer = query.values() == null
                            ? new Object[added]
                            : answers.next()._2(); // one for each query that has values, in the same order
                    Row row = query.row();
                    Object[] cells = new Object[row.size() + added];
                    for (int i = 0; i < row.size(); i++) {
                        cells[i] = row.get(i);
                    }
                    System.arraycopy(answer, 0, cells, row.size(), added);
                    return RowFactory.create(cells);
                })
                .iterator();
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
}
