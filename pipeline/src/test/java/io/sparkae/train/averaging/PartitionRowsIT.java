package io.sparkae.train.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class PartitionRowsIT {
    private static final int WIDTH = 50;

    @Test
    void rowsThatDoNotFitIntoTheHeapAreGatheredTheSame(SparkSession session) throws IOException {
        assertTrue(session.sparkContext().isLocal());
        List<RowBlock> blocks = IntStream.range(0, 40)
                .mapToObj(i -> block(1000 * i, i % 3 == 0 ? 10 : 1000))
                .toList();
        PartitionRows inHeap =
                PartitionRows.pack(blocks.iterator(), Long.MAX_VALUE).next();
        long room = 300_000;
        PartitionRows beyond = PartitionRows.pack(blocks.iterator(), room).next();

        assertEquals(inHeap.rows(), beyond.rows());
        assertTrue(0 < beyond.heapBytes() && beyond.heapBytes() <= room, "in the heap: " + beyond.heapBytes());
        int[] order = RoundTask.epochOrder(inHeap.rows(), 1, 0, 0);
        float[] expected = new float[order.length * WIDTH];
        float[] found = new float[order.length * WIDTH];
        inHeap.gather(order, 0, order.length, expected);
        beyond.gather(order, 0, order.length, found);
        assertArrayEquals(expected, found);
        assertEquals(inHeap.id(order[0]), beyond.id(order[0]));
    }

    private static RowBlock block(long firstId, int rows) {
        SplittableRandom random = new SplittableRandom(firstId);
        float[] values = new float[rows * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return new RowBlock(
                IntStream.range(0, rows).mapToLong(row -> firstId + row).toArray(), new int[rows], values, WIDTH);
    }
}
