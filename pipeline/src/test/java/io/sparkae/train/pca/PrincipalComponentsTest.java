package io.sparkae.train.pca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.platform.MemoryRoom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
    private static final long GB = 1L << 30;
    private static final MemoryRoom FOUR_GB = new MemoryRoom(true, 4 * GB, 4 * GB, 3 * GB, 2);

    @Test
    void memoryGoesWithTheSquareOfTheWidth() {
        assertEquals(80L * 784 * 784, PrincipalComponents.bytes(784));
        assertEquals(80L * 65_536 * 65_536, PrincipalComponents.bytes(65_536));
    }

    @Test
    void smallImagesHaveComponents() {
        assertEquals(Optional.empty(), PrincipalComponents.lack(784, FOUR_GB));
        assertEquals(Optional.empty(), PrincipalComponents.lack(64 * 64, FOUR_GB));
    }

    @Test
    void largeOnesAreRefusedWithSizes() {
        String tooLarge = PrincipalComponents.lack(128 * 128, FOUR_GB).orElseThrow();
        assertTrue(
                tooLarge.contains("16,384 features, which take at least 20.0 GB of heap, there are 4.0 GB"), tooLarge);
        String tooWide = PrincipalComponents.lack(256 * 256, FOUR_GB).orElseThrow();
        assertTrue(tooWide.contains("17,514 features"), tooWide);
    }
}
