package io.sparkae.train;

import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowBlocks;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows to fit or to validate on, with the statistics that are checked before training.
 *
 * @param blocks the rows, a partition per worker
 * @param rows number of them
 * @param features values of a row, 0 if there are no rows
 * @param smallest feature of all
 * @param largest feature of all
 */
record TrainingRows(JavaRDD<RowBlock> blocks, long rows, int features, double smallest, double largest) {
    /**
     * Rows of an RDD, which is evaluated more than once. As many partitions as workers are taken as they are, a partition
     * per worker; from any other number rows are spread evenly, in order.
     *
     * @throws IllegalArgumentException if rows differ in width or a value is not finite
     */
    static TrainingRows of(JavaRDD<RowBlock> source, int workers) {
        List<Summary> parts = source.mapPartitions(TrainingRows::summary).collect();
        Summary all = parts.stream().reduce(Summary.NONE, Summary::plus);
        if (all.problem != null) {
            throw new IllegalArgumentException(all.problem);
        }
        boolean asTheyAre = parts.size() == workers || all.rows == 0;
        return new TrainingRows(
                asTheyAre
                        ? source
                        : RowBlocks.evenly(
                                source, parts.stream().mapToLong(Summary::rows).toArray(), workers),
                all.rows,
                all.width,
                all.smallest,
                all.largest);
    }

    /**
     * Rows of a column, packed by {@link RowBlocks#byPosition}.
     *
     * @throws IllegalArgumentException if the column has another type, or rows differ in width
     */
    static TrainingRows of(Dataset<Row> source, String column, int workers) {
        return of(RowBlocks.byPosition(source, column), workers);
    }

    /** Statistics of a partition. */
    private record Summary(long rows, int width, double smallest, double largest, String problem)
            implements Serializable {
        static final Summary NONE = new Summary(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, null);

        Summary plus(Summary other) {
            if (rows == 0 || other.rows == 0) {
                return rows == 0 ? other : this;
            }
            String differ =
                    width == other.width ? null : "rows: expected " + width + " values each, found " + other.width;
            return new Summary(
                    rows + other.rows,
                    width,
                    Math.min(smallest, other.smallest),
                    Math.max(largest, other.largest),
                    problem != null ? problem : other.problem != null ? other.problem : differ);
        }
    }

    private static Iterator<Summary> summary(Iterator<RowBlock> blocks) {
        Summary sum = Summary.NONE;
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            double smallest = Double.POSITIVE_INFINITY;
            double largest = Double.NEGATIVE_INFINITY;
            String problem = null;
            float[] values = block.values();
            for (int i = 0; i < values.length; i++) {
                float value = values[i];
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
                if (problem == null && !Float.isFinite(value)) {
                    problem = "row " + block.ids()[i / block.width()] + ": expected finite values, found " + value;
                }
            }
            sum = sum.plus(new Summary(block.rows(), block.width(), smallest, largest, problem));
        }
        return List.of(sum).iterator();
    }
}
