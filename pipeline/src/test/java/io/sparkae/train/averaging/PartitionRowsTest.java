package io.sparkae.train.averaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.rows.RowBlock;
import io.sparkae.rows.RowValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionRowsTest {
    /** Rows {@code first …}, every value of row r being r. */
    private static RowBlock block(int first, int rows, int width) {
        long[] ids = new long[rows];
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            ids[i / width] = first + i / width;
            values[i] = first + i / width;
        }
        return new RowBlock(ids, new int[rows], values, width);
    }

    private static PartitionRows packed(RowBlock... blocks) throws IOException {
        return PartitionRows.pack(List.of(blocks).iterator(), Long.MAX_VALUE, Path.of("unused"))
                .next();
    }

    private static void assertHolds(PartitionRows packed, int rows, int width) {
        assertEquals(rows, packed.rows());
        assertEquals(width, packed.features());
        int[] backwards = IntStream.range(0, rows).map(i -> rows - 1 - i).toArray();
        float[] values = new float[rows * width];
        packed.gather(backwards, 0, rows, values);
        for (int i = 0; i < rows; i++) {
            assertEquals(backwards[i], packed.id(backwards[i]));
            assertEquals(backwards[i], values[i * width]);
            assertEquals(backwards[i], values[(i + 1) * width - 1]);
        }
    }

    @Test
    void wideRowsTakeTheRoomTheyNeed() throws IOException {
        int width = 800 * 800; // times 4096 that is more than an int holds
        assertHolds(packed(block(0, 3, width), block(3, 5, width)), 8, width);
    }

    @Test
    void rowsFillSeveralBlocks() throws IOException {
        assertHolds(packed(block(0, 3000, 2), block(3000, 5000, 2), block(8000, 700, 2)), 8700, 2);
    }

    @Test
    void fullBlocksHaveNoRest() throws IOException {
        assertHolds(packed(block(0, 4096, 1), block(4096, 4096, 1)), 8192, 1);
    }

    @Test
    void rowsThatDoNotFitIntoTheHeapAreGatheredTheSame(@TempDir Path folder) throws IOException {
        List<RowBlock> blocks = new ArrayList<>();
        for (int first = 0;
                first < 30_000;
                first += blocks.get(blocks.size() - 1).rows()) {
            blocks.add(block(first, blocks.size() % 3 == 0 ? 10 : 1000, 50));
        }
        int rows = blocks.stream().mapToInt(RowBlock::rows).sum();
        PartitionRows packed =
                PartitionRows.pack(blocks.iterator(), 1_000_000, folder).next();

        assertTrue(packed.hasFile());
        assertHolds(packed, rows, 50);
        packed.close();
        assertThrows(UncheckedIOException.class, () -> assertHolds(packed, rows, 50));
    }

    @Test
    void anEmptyPartitionIsAnElement() throws IOException {
        assertEquals(0, packed().rows());
    }

    @Test
    void blocksOfOneRowAreJoined() throws IOException {
        RowBlock[] single =
                IntStream.range(0, 1000).mapToObj(row -> block(row, 1, 3)).toArray(RowBlock[]::new);
        assertHolds(packed(single), 1000, 3);
    }

    @Test
    void bytesBecomeNumbersInTheMinibatch() throws IOException {
        RowBlock bytes = new RowBlock(
                new long[] {0, 1},
                new int[2],
                RowValues.of(new byte[] {0, 0, (byte) 255, (byte) 255}, dictionary()),
                2);
        assertHolds(packed(bytes), 2, 2);
    }

    private static float[] dictionary() {
        float[] numbers = new float[256];
        numbers[255] = 1;
        return numbers;
    }
}
