package io.sparkae.knn;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.knn.BlockPlan.RowSize;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.settings.SettingsException;
import org.junit.jupiter.api.Test;

class BlockPlanTest {
    private static final RowSize PIXELS = new RowSize(784, 4);
    private static final long GB = 1L << 30;
    private static final MemoryRoom FOUR_GB = new MemoryRoom(true, 4 * GB, 4 * GB, 3 * GB, 2);

    private static String refusal(Runnable check) {
        return assertThrows(SettingsException.class, check::run).getMessage();
    }

    @Test
    void aBillionClassesAreRefused() {
        String message = refusal(() -> Evaluation.requireRoomForClasses(1_000_000_000, FOUR_GB));
        assertTrue(message.contains("data.classes: expected at most 46,340"), message);
        assertTrue(message.contains("found 1,000,000,000"), message);
    }

    @Test
    void classesAreHeldAgainstMemory() {
        assertDoesNotThrow(() -> Evaluation.requireRoomForClasses(10_000, FOUR_GB)); // 1.1 GB
        String message = refusal(() -> Evaluation.requireRoomForClasses(40_000, FOUR_GB));
        assertTrue(message.contains("needs at least 17.9 GB of heap, there are 4.0 GB"), message);
    }

    @Test
    void blocksAreHeldAgainstMemory() {
        assertEquals(30 * (4 * 784 + 8) + 10 * 7 * 60, BlockPlan.minBytes(PIXELS, 20, 10, 7));
        assertEquals(30 * (784 + 8) + 10 * 7 * 60, BlockPlan.minBytes(new RowSize(784, 1), 20, 10, 7));
        assertDoesNotThrow(() -> BlockPlan.requireRoom(PIXELS, 60_000, 10_000, 7, FOUR_GB));
        String message = refusal(() -> BlockPlan.requireRoom(new RowSize(16, 4), 200_000_000, 1, 100_000_000, FOUR_GB));
        assertTrue(message.contains("knn.k"), message);
    }
}
