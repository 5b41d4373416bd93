package io.sparkae.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowBlockTest {
    @Test
    void sizesAreComparedWithoutOverflow() {
        int side = 1 << 16; // rows times values is 2³², as an int 0
        assertThrows(
                IllegalArgumentException.class, () -> new RowBlock(new long[side], new int[side], new float[0], side));
    }

    @Test
    void bytesStayBytesWhateverIsDoneWithTheRows() {
        RowBlock some = bytes(0, new float[] {0.5f, 2, -0f});
        RowBlock more = bytes(3, new float[] {0.5f, 2, -0f});

        RowBlock all = RowBlock.concat(List.of(some, more));

        assertEquals(1, all.packed().bytesOfAValue());
        assertBits(all, 0.5f, 2, -0f, -0f, 2, 0.5f, 0.5f, 2, -0f, -0f, 2, 0.5f);
        assertBits(all.range(1, 3), -0f, 2, 0.5f, 0.5f, 2, -0f);
        assertBits(all.select(3, 0), -0f, 2, 0.5f, 0.5f, 2, -0f);
        assertEquals(1, all.select(1).range(0, 1).packed().bytesOfAValue());
        assertArrayEquals(new long[] {4, 0}, all.select(3, 0).ids());
    }

    @Test
    void bytesThatStandForOtherNumbersBecomeNumbers() {
        RowBlock all = RowBlock.concat(List.of(bytes(0, new float[] {1, 2, 3}), bytes(2, new float[] {1, 2, 4})));

        assertEquals(4, all.packed().bytesOfAValue());
        assertBits(all, 1, 2, 3, 3, 2, 1, 1, 2, 4, 4, 2, 1);
    }

    @Test
    void aByteStandsForOneOf256Numbers() {
        RowValues values = RowValues.of(new byte[] {(byte) 255}, numbers(256));

        assertEquals(255, values.toFloats()[0]);
        assertThrows(IllegalArgumentException.class, () -> RowValues.of(new byte[1], numbers(257)));
    }

    /** Two rows of three values: the numbers forwards and backwards. */
    private static RowBlock bytes(long firstId, float[] numbers) {
        return new RowBlock(
                new long[] {firstId, firstId + 1}, new int[2], RowValues.of(new byte[] {0, 1, 2, 2, 1, 0}, numbers), 3);
    }

    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        IntStream.range(0, count).forEach(i -> numbers[i] = i);
        return numbers;
    }

    private static void assertBits(RowBlock block, float... expected) {
        assertArrayEquals(bits(expected), bits(block.values()));
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    @Test
    void blocksOfWideRowsHaveFewRows() {
        assertEquals(1024, RowBlock.mostRows(784));
        assertEquals(64, RowBlock.mostRows(512 * 512));
        assertEquals(1, RowBlock.mostRows(Integer.MAX_VALUE));
    }
}
