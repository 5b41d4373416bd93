package io.sparkae.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RowBlockTest {
    @Test
    void sizesAreComparedWithoutOverflow() {
        int side = 1 << 16; // rows times values is 2³², as an int 0
        assertThrows(
                IllegalArgumentException.class, () -> new RowBlock(new long[side], new int[side], new float[0], side));
    }

    @Test
    void blocksOfWideRowsHaveFewRows() {
        assertEquals(1024, RowTable.blockRows(784));
        assertEquals(64, RowTable.blockRows(512 * 512));
        assertEquals(1, RowTable.blockRows(Integer.MAX_VALUE));
    }
}
