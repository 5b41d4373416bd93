package io.sparkae.knn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class VoteTest {
    @Test
    void theMajorityWins() {
        assertEquals(new Vote(7, 0.5), Vote.of(new int[] {9, 7, 3, 7, 1, 9}, 1, 4));
    }

    @Test
    void amongEqualsTheSmallestLabelWins() {
        assertEquals(new Vote(2, 0.4), Vote.of(new int[] {8, 2, 5, 8, 2}, 0, 5));
    }
}
