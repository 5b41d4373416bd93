package io.sparkae.ml;

import io.sparkae.ml.Features.Invalid;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple4;

/**
 * Rows of a DataFrame that a stage is fitted to, checked and packed. The DataFrame is evaluated once, except for a look at its
 * first row if nothing tells how many values rows have; what was packed stays in the executors until this is closed.
 */
final class PackedRows implements AutoCloseable {
    /** Rows of a block at most. */
    private static final int BLOCK_ROWS = 256;

    private final JavaRDD<Packed> packed;
    private final int features;
    private final List<Counts> counts;

    /**
     * What belongs to a row besides its features.
     *
     * @param heldOut name of a column of Booleans, true where a row is held out
     * @param number name of a column of numbers
     * @param numbers those that are allowed
     * @param id name of a column of whole numbers that become ids, instead of positions
     */
    record Besides(Optional<String> heldOut, Optional<String> number, Numbers numbers, Optional<String> id) {}

    /**
     * Numbers that are allowed.
     *
     * @param expected in words, with the bounds
     * @param most of them; the least is 0
     * @param whole whether fractions are refused
     */
    record Numbers(String expected, double most, boolean whole) implements Serializable {
        private Optional<String> problem(String column, double number) {
            boolean allowed = number >= 0 && number <= most && !(whole && number != Math.rint(number));
            return allowed
                    ? Optional.empty()
                    : Optional.of("column " + column + ": expected " + expected + ", found "
                            + (Double.isNaN(number) ? "null or NaN" : number));
        }
    }

    /**
     * Reads, checks and packs rows.
     *
     * @throws IllegalArgumentException naming a row that cannot be used and why
     */
    PackedRows(Dataset<?> rows, Features columns, Besides besides) {
        features = columns.sizeIn(rows.schema()).orElseGet(() -> firstSize(rows, columns));
        int width = features;
        String numberColumn = besides.number().orElse(null);
        Numbers numbers = besides.numbers();
        packed = rows.select(
                        columns.in(rows).as("_1"),
                        functions
                                .coalesce(column(rows, besides.heldOut(), false), functions.lit(false))
                                .as("_2"),
                        functions
                                .coalesce(
                                        column(rows, besides.number(), 1.0).cast(DataTypes.DoubleType),
                                        functions.lit(Double.NaN))
                                .as("_3"),
                        column(rows, besides.id(), null)
                                .cast(DataTypes.LongType)
                                .as("_4"))
                .as(Encoders.tuple(
                        rows.sparkSession().implicits().newFloatArrayEncoder(),
                        Encoders.BOOLEAN(),
                        Encoders.DOUBLE(),
                        Encoders.LONG()))
                .javaRDD()
                .mapPartitions(own -> new Packing(own, columns, width, numberColumn, numbers))
                .persist(StorageLevel.MEMORY_AND_DISK());
        counts = packed.mapPartitions(PackedRows::counted).collect();
        Optional<String> problem =
                counts.stream().map(Counts::problem).filter(Objects::nonNull).findFirst();
        if (problem.isPresent()) {
            close();
            throw new IllegalArgumentException(problem.get());
        }
    }

    /** Values of a row. */
    int features() {
        return features;
    }

    /**
     * Blocks of some of the rows.
     *
     * @param heldOut whether of those held out, or of the others
     * @param made makes a block of packed rows and the number of rows of the same kind in the partitions before
     */
    JavaRDD<RowBlock> blocks(boolean heldOut, Function2<Packed, Long, RowBlock> made) {
        long[] before = new long[counts.size() + 1];
        for (int p = 0; p < counts.size(); p++) {
            before[p + 1] = before[p]
                    + (heldOut ? counts.get(p).heldOut() : counts.get(p).others());
        }
        return packed.mapPartitionsWithIndex(
                (p, own) -> {
                    Iterable<Packed> all = () -> own;
                    return StreamSupport.stream(all.spliterator(), false)
                            .filter(some -> some.heldOut() == heldOut)
                            .map(some -> call(made, some, before[p]))
                            .filter(block -> block.rows() > 0)
                            .iterator();
                },
                true);
    }

    private static RowBlock call(Function2<Packed, Long, RowBlock> made, Packed some, long before) {
        try {
            return made.call(some, before);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        packed.unpersist();
    }

    private static Column column(Dataset<?> rows, Optional<String> name, Object otherwise) {
        return name.map(given -> Columns.in(rows, given)).orElse(functions.lit(otherwise));
    }

    private static int firstSize(Dataset<?> rows, Features features) {
        Column values = features.in(rows);
        return rows.where(values.isNotNull()).select(functions.size(values)).takeAsList(1).stream()
                .findFirst()
                .map(first -> first.getInt(0))
                .orElse(0);
    }

    /** What a partition has. */
    private record Counts(long others, long heldOut, String problem) implements Serializable {}

    private static Iterator<Counts> counted(Iterator<Packed> own) {
        long others = 0;
        long heldOut = 0;
        String problem = null;
        while (own.hasNext()) {
            Packed some = own.next();
            others += some.heldOut() ? 0 : some.rows().rows();
            heldOut += some.heldOut() ? some.rows().rows() : 0;
            problem = problem == null ? some.problem() : problem;
        }
        return List.of(new Counts(others, heldOut, problem)).iterator();
    }

    /**
     * Consecutive rows of a partition, all held out or all not.
     *
     * @param rows with their ids; if there is no column of them, with their places among those of their kind in the partition
     * @param numbers one a row
     * @param problem of the row that ended them; null if none did
     */
    record Packed(boolean heldOut, RowBlock rows, double[] numbers, String problem) implements Serializable {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** Packs consecutive rows; ends at the first that cannot be used, with a block that tells why. */
    private static final class Packing implements Iterator<Packed> {
        private final Iterator<Tuple4<float[], Boolean, Double, Long>> rows;
        private final Features features;
        private final int width;
        private final String numberColumn;
        private final Numbers numbers;
        private final long[] given = new long[2];
        private long read;
        private Tuple4<float[], Boolean, Double, Long> next;
        private String problem;

        Packing(
                Iterator<Tuple4<float[], Boolean, Double, Long>> rows,
                Features features,
                int width,
                String numberColumn,
                Numbers numbers) {
            this.rows = rows;
            this.features = features;
            this.width = width;
            this.numberColumn = numberColumn;
            this.numbers = numbers;
            advance();
        }

        @Override
        public boolean hasNext() {
            return next != null || problem != null;
        }

        @Override
        public Packed next() {
            boolean heldOut = next != null && next._2();
            RowBlock.Builder block = new RowBlock.Builder(width, BLOCK_ROWS);
            double[] ofRows = new double[BLOCK_ROWS];
            int count = 0;
            while (next != null && next._2() == heldOut && count < BLOCK_ROWS) {
                long place = given[heldOut ? 1 : 0]++;
                block.add(next._4() == null ? place : next._4(), null, next._1());
                ofRows[count++] = next._3();
                advance();
            }
            String found = next == null ? problem : null;
            problem = next == null ? null : problem;
            return new Packed(heldOut, block.build(), Arrays.copyOf(ofRows, count), found);
        }

        /** Moves to the next row that can be used. */
        private void advance() {
            next = null;
            while (next == null && problem == null && rows.hasNext()) {
                Tuple4<float[], Boolean, Double, Long> row = rows.next();
                Optional<String> wrong = features.problem(row._1(), width)
                        .or(() -> numberColumn == null ? Optional.empty() : numbers.problem(numberColumn, row._3()));
                if (wrong.isEmpty()) {
                    next = row;
                } else if (features.invalid() == Invalid.ERROR) {
                    problem = "row " + read + " of partition " + TaskContext.getPartitionId() + ", " + wrong.get()
                            + " (handleInvalid = skip leaves such rows out)";
                }
                read++;
            }
        }
    }
}
