package io.sparkae.ml;

import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowBlocks;
import io.sparkae.settings.Seeds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple3;

/**
 * The rows of a DataFrame as a training takes them: in their order, whatever the partitions, a partition a worker. The
 * DataFrame is evaluated once. A row of weight w counts as w rows; the fraction of a weight is the probability of one more, by
 * the seed and the row's position.
 */
final class TrainingFrame implements AutoCloseable {
    /** The most that a row may weigh. */
    static final int MOST_COPIES = 1000;

    /** Rows of a block while rows are packed. */
    private static final int BLOCK_ROWS = 256;

    private final JavaRDD<Packed> packed;
    private final int features;
    private final long seed;
    private final List<Counts> counts;

    /**
     * Reads rows.
     *
     * @param features columns
     * @param held column of Booleans, true where a row is held out
     * @param weight column of numbers
     * @throws IllegalArgumentException naming the first row that cannot be used and why; if there are no rows
     */
    TrainingFrame(Dataset<?> rows, Features features, Optional<String> held, Optional<String> weight, long seed) {
        this.seed = seed;
        this.features = features.sizeIn(rows.schema()).orElseGet(() -> firstSize(rows, features));
        int width = this.features;
        Column heldOut = held.map(name -> Columns.in(rows, name)).orElse(functions.lit(false));
        Column weights = weight.map(name -> Columns.in(rows, name)).orElse(functions.lit(1.0));
        String weightName = weight.orElse("");
        packed = rows.select(
                        features.in(rows).as("_1"),
                        functions.coalesce(heldOut, functions.lit(false)).as("_2"),
                        functions
                                .coalesce(weights.cast(DataTypes.DoubleType), functions.lit(Double.NaN))
                                .as("_3"))
                .as(Encoders.tuple(
                        rows.sparkSession().implicits().newFloatArrayEncoder(), Encoders.BOOLEAN(), Encoders.DOUBLE()))
                .javaRDD()
                .mapPartitions(own -> new Packing(own, features, width, weightName))
                .persist(StorageLevel.MEMORY_AND_DISK());
        counts = packed.mapPartitions(TrainingFrame::counted).collect();
        counts.stream().map(Counts::problem).filter(Objects::nonNull).findFirst().ifPresent(problem -> {
            packed.unpersist();
            throw new IllegalArgumentException(problem);
        });
    }

    /** Values of a row. */
    int features() {
        return features;
    }

    /** The rows to train on, or those held out, in as many even partitions as there are workers. */
    JavaRDD<RowBlock> blocks(boolean heldOut, int workers) {
        long[] before = new long[counts.size() + 1];
        for (int p = 0; p < counts.size(); p++) {
            before[p + 1] = before[p] + (heldOut ? counts.get(p).heldOut() : counts.get(p).training());
        }
        long of = seed;
        JavaRDD<RowBlock> numbered = packed.mapPartitionsWithIndex(
                (p, own) -> stream(own)
                        .filter(some -> some.heldOut() == heldOut)
                        .map(some -> some.weighted(before[p], of))
                        .filter(block -> block.rows() > 0)
                        .iterator(),
                true);
        long[] rows = RowBlocks.rowsByPartition(numbered);
        if (Arrays.stream(rows).sum() == 0) {
            return numbered.filter(block -> false).coalesce(1);
        }
        return RowBlocks.evenly(numbered, rows, workers);
    }

    @Override
    public void close() {
        packed.unpersist();
    }

    private static int firstSize(Dataset<?> rows, Features features) {
        Column values = features.in(rows);
        return rows
                .select(functions.size(values).as("size"))
                .where(values.isNotNull())
                .takeAsList(1)
                .stream()
                .findFirst()
                .map(first -> first.getInt(0))
                .orElse(0);
    }

    private static <T> Stream<T> stream(Iterator<T> items) {
        Iterable<T> iterable = () -> items;
        return StreamSupport.stream(iterable.spliterator(), false);
    }

    /** What a partition has. */
    private record Counts(long training, long heldOut, String problem) implements Serializable {}

    private static Iterator<Counts> counted(Iterator<Packed> own) {
        long training = 0;
        long heldOut = 0;
        String problem = null;
        while (own.hasNext()) {
            Packed some = own.next();
            training += some.heldOut() ? 0 : some.rows().rows();
            heldOut += some.heldOut() ? some.rows().rows() : 0;
            problem = problem == null ? some.problem() : problem;
        }
        return List.of(new Counts(training, heldOut, problem)).iterator();
    }

    /**
     * Consecutive rows of a partition, all held out or all not.
     *
     * @param rows whose ids are their places among those of their kind in the partition
     * @param weights one a row
     * @param problem of the row that ended them; null if none did
     */
    private record Packed(boolean heldOut, RowBlock rows, double[] weights, String problem) implements Serializable {
        /**
         * The rows as often as they count.
         *
         * @param before rows of the same kind in the partitions before
         */
        RowBlock weighted(long before, long seed) {
            List<Integer> chosen = new ArrayList<>();
            long[] ids = new long[rows.rows()];
            for (int row = 0; row < ids.length; row++) {
                ids[row] = before + rows.ids()[row];
                double whole = Math.floor(weights[row]);
                double uniform = (Seeds.of(seed, "ml.weight", ids[row]) >>> 11) * 0x1.0p-53;
                int copies = (int) whole + (uniform < weights[row] - whole ? 1 : 0);
                for (int i = 0; i < copies; i++) {
                    chosen.add(row);
                }
            }
            RowBlock numbered = new RowBlock(ids, rows.labels(), rows.values(), rows.width());
            boolean asTheyAre = Arrays.stream(weights).allMatch(w -> w == 1);
            return asTheyAre
                    ? numbered
                    : numbered.select(
                            chosen.stream().mapToInt(Integer::intValue).toArray());
        }

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
        private final Iterator<Tuple3<float[], Boolean, Double>> rows;
        private final Features features;
        private final int width;
        private final String weightColumn;
        private final long[] given = new long[2];
        private long read;
        private Tuple3<float[], Boolean, Double> next;
        private String problem;

        Packing(
                Iterator<Tuple3<float[], Boolean, Double>> rows, Features features, int width, String weightColumn) {
            this.rows = rows;
            this.features = features;
            this.width = width;
            this.weightColumn = weightColumn;
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
            double[] weights = new double[BLOCK_ROWS];
            int count = 0;
            while (next != null && next._2() == heldOut && count < BLOCK_ROWS) {
                block.add(given[heldOut ? 1 : 0]++, null, next._1());
                weights[count++] = next._3();
                advance();
            }
            String found = next == null ? problem : null;
            problem = next == null ? null : problem;
            return new Packed(heldOut, block.build(), Arrays.copyOf(weights, count), found);
        }

        /** Moves to the next row that can be used. */
        private void advance() {
            next = null;
            while (next == null && problem == null && rows.hasNext()) {
                Tuple3<float[], Boolean, Double> row = rows.next();
                Optional<String> wrong = features.problem(row._1(), width).or(() -> wrongWeight(row._3()));
                if (wrong.isEmpty()) {
                    next = row;
                } else if (features.invalid() == Invalid.ERROR) {
                    problem = "row " + read + " of partition " + TaskContext.getPartitionId() + ", "
                            + wrong.get() + " (handleInvalid = skip leaves such rows out)";
                }
                read++;
            }
        }

        private Optional<String> wrongWeight(double weight) {
            return weight >= 0 && weight <= MOST_COPIES
                    ? Optional.empty()
                    : Optional.of("column " + weightColumn + ": expected a weight from 0 to " + MOST_COPIES
                            + ", found " + (Double.isNaN(weight) ? "null or NaN" : weight));
        }
    }
}
