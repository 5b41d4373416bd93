package io.sparkae.rows;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class EvenPartitionerProperties {
    @Property
    void everyPositionLiesInTheRangeOfItsPartition(
            @ForAll @LongRange(min = 1, max = 1L << 40) long total,
            @ForAll @IntRange(min = 1, max = 1000) int partitions,
            @ForAll @LongRange(min = 0, max = 1L << 40) long any) {
        long position = any % total;

        int p = new EvenPartitioner(total, partitions).of(position);

        assertTrue(p >= 0 && p < partitions);
        assertTrue(start(p, total, partitions) <= position && position < start(p + 1, total, partitions));
    }

    private static long start(int p, long total, int partitions) {
        return Math.floorDiv(p * total, partitions);
    }
}
