package io.sparkae.prep;

import io.sparkae.dataset.EvenPartitioner;
import io.sparkae.dataset.RowBlock;
import io.sparkae.dataset.RowTableWriter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;
import scala.Tuple3;

/** Writes a range of an input's good rows, in a given order, as one split of the dataset. */
final class SplitWriter {
    private final SparkSession spark;
    private final int partitions;

    SplitWriter(SparkSession spark, int partitions) {
        this.spark = spark;
        this.partitions = partitions;
    }

    /** An order of the good rows: from a row's rank in the input to its position. */
    interface Order extends Serializable {
        long apply(long rank);
    }

    /**
     * Writes the rows whose positions are in {@code [from, to)}.
     *
     * @return the schema written
     */
    String write(CheckedRows rows, Order order, long from, long to, Path folder) {
        long[] firstRow = rows.firstRow();
        long[] firstAccepted = rows.firstAccepted();
        var placed = rows.blocks()
                .mapPartitionsWithIndex(
                        (p, blocks) -> new Placing(firstRow[p], firstAccepted[p], order, from, to).place(blocks), false)
                .mapToPair(positioned -> positioned)
                .repartitionAndSortWithinPartitions(new EvenPartitioner(to - from, partitions))
                .values()
                .map(row -> new Tuple3<>(row.id(), row.nullableLabel(), UnitScaling.apply(row.pixels())));
        return RowTableWriter.write(spark, placed, "features", folder);
    }

    /** Gives the rows of one partition's blocks, in turn, their ids and positions. */
    private static final class Placing {
        private final Order order;
        private final long from;
        private final long to;
        private long row;
        private long rank;

        Placing(long firstRow, long firstAccepted, Order order, long from, long to) {
            this.row = firstRow;
            this.rank = firstAccepted;
            this.order = order;
            this.from = from;
            this.to = to;
        }

        Iterator<Tuple2<Long, PixelRow>> place(Iterator<SourceBlock> blocks) {
            Iterable<SourceBlock> sequence = () -> blocks;
            return StreamSupport.stream(sequence.spliterator(), false)
                    .flatMap(block -> place(block).stream())
                    .iterator();
        }

        private List<Tuple2<Long, PixelRow>> place(SourceBlock block) {
            List<Tuple2<Long, PixelRow>> placed = new ArrayList<>();
            int good = block.accepted();
            int pixels = good == 0 ? 0 : block.pixels().length / good;
            for (int i = 0; i < good; i++) {
                long position = order.apply(rank++);
                if (position >= from && position < to) {
                    byte[] image = Arrays.copyOfRange(block.pixels(), i * pixels, (i + 1) * pixels);
                    PixelRow pixelRow = new PixelRow(row + block.offsets()[i], block.labels()[i], image);
                    placed.add(new Tuple2<>(position - from, pixelRow));
                }
            }
            row += block.rows();
            return placed;
        }
    }

    /** A row on its way to its partition. */
    private record PixelRow(long id, int label, byte[] pixels) implements Serializable {
        Integer nullableLabel() {
            return label == RowBlock.NO_LABEL ? null : label;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(id);
        }
    }
}
