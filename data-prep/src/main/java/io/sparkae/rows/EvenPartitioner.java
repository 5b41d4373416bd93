package io.sparkae.rows;

import org.apache.spark.Partitioner;

/**
 * Sends position {@code i} of {@code total} to the partition {@code p} of {@code n} with {@code p·total/n <= i <
 * (p+1)·total/n} in whole numbers, so that partitions differ by at most one row. Keys are positions, as {@code Long}.
 */
public final class EvenPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final long total;
    private final int partitions;

    /**
     * @param total the number of positions
     * @param partitions the number of partitions
     */
    public EvenPartitioner(long total, int partitions) {
        this.total = total;
        this.partitions = partitions;
    }

    /** The first position of a partition; {@code total} for the one after the last. */
    public static long first(long total, int partitions, int partition) {
        return total * partition / partitions;
    }

    /** The partition of a position. */
    public int of(long position) {
        return (int) (((position + 1) * partitions - 1) / total);
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(Object position) {
        return of((Long) position);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EvenPartitioner that && total == that.total && partitions == that.partitions;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(total * 31 + partitions);
    }
}
