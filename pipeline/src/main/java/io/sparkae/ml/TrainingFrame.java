package io.sparkae.ml;

import io.sparkae.ml.PackedRows.Packed;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowBlocks;
import io.sparkae.settings.Seeds;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;

/**
 * The rows of a DataFrame as a training takes them: in their order, whatever the partitions, a partition a worker. A row of
 * weight w counts as w rows; the fraction of a weight is the probability of one more, by the seed and the row's position.
 */
final class TrainingFrame implements AutoCloseable {
    /** The most that a row may weigh. */
    static final int MOST_COPIES = 1000;

    private final PackedRows packed;
    private final long seed;

    /**
     * Reads rows.
     *
     * @param held column of Booleans, true where a row is held out
     * @param weight column of numbers
     * @throws IllegalArgumentException naming a row that cannot be used and why
     */
    TrainingFrame(Dataset<?> rows, Features features, Optional<String> held, Optional<String> weight, long seed) {
        PackedRows.Numbers weights = new PackedRows.Numbers("a weight from 0 to " + MOST_COPIES, MOST_COPIES, false);
        this.packed = new PackedRows(rows, features, new PackedRows.Besides(held, weight, weights, Optional.empty()));
        this.seed = seed;
    }

    /** Values of a row. */
    int features() {
        return packed.features();
    }

    /** The rows to train on, or those held out, in as many even partitions as there are workers. */
    JavaRDD<RowBlock> blocks(boolean heldOut, int workers) {
        long of = seed;
        JavaRDD<RowBlock> weighted = packed.blocks(heldOut, (some, before) -> weighted(some, before, of));
        long[] rows = RowBlocks.rowsByPartition(weighted);
        return Arrays.stream(rows).sum() == 0
                ? weighted.filter(block -> false)
                : RowBlocks.evenly(weighted, rows, workers);
    }

    private static RowBlock weighted(Packed some, long before, long seed) {
        RowBlock rows = some.rows();
        long[] ids = Arrays.stream(rows.ids()).map(place -> before + place).toArray();
        RowBlock numbered = new RowBlock(ids, rows.labels(), rows.values(), rows.width());
        if (Arrays.stream(some.numbers()).allMatch(weight -> weight == 1)) {
            return numbered;
        }
        return numbered.select(IntStream.range(0, ids.length)
                .flatMap(row -> IntStream.range(0, copies(some.numbers()[row], ids[row], seed))
                        .map(copy -> row))
                .toArray());
    }

    private static int copies(double weight, long position, long seed) {
        double whole = Math.floor(weight);
        double uniform = (Seeds.of(seed, "ml.weight", position) >>> 11) * 0x1.0p-53; // in [0, 1)
        return (int) whole + (uniform < weight - whole ? 1 : 0);
    }

    @Override
    public void close() {
        packed.close();
    }
}
