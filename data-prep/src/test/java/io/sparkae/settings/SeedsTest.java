package io.sparkae.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {
    @Test
    void streamsDifferByPurposeAndByEveryCoordinate() {
        Set<Long> seeds = new HashSet<>();
        for (String purpose : new String[] {"a", "b", "ab", "ba"}) {
            for (long i = 0; i < 10; i++) {
                for (long j = 0; j < 10; j++) {
                    seeds.add(Seeds.of(42, purpose, i, j));
                }
            }
        }
        assertEquals(400, seeds.size());
    }

    @Test
    void valuesNeverChange() {
        // Every dataset and model made so far depends on these.
        assertEquals(-6748269210433735441L, Seeds.of(42, "train.order", 0, 1));
        assertEquals(6238072747940578789L, Seeds.mix(1));
    }
}
