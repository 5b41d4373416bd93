package io.sparkae.knn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.knn.search.Neighbours;
import org.junit.jupiter.api.Test;

class VoteTest {
    @Test
    void theMajorityWins() {
        Vote vote = vote(Vote.Weighting.UNIFORM, new int[] {3, 1, 3}, 1, 2, 3);

        assertEquals(3, vote.label());
        assertArrayEquals(new double[] {0, 1 / 3.0, 0, 2 / 3.0}, vote.shares(), 1e-15);
        assertEquals(2 / 3.0, vote.share(), 1e-15);
    }

    @Test
    void amongEqualsTheSmallestLabelWins() {
        assertEquals(
                1,
                vote(Vote.Weighting.UNIFORM, new int[] {3, 1, 3, 1}, 1, 2, 3, 4).label());
    }

    @Test
    void byDistanceTheNearWeighMore() {
        Vote vote = vote(Vote.Weighting.DISTANCE, new int[] {2, 0, 0}, 1, 4, 4);

        assertEquals(2, vote.label()); // 1 against 1/4 + 1/4
        assertArrayEquals(new double[] {1 / 3.0, 0, 2 / 3.0, 0}, vote.shares(), 1e-15);
    }

    @Test
    void neighboursAtDistanceZeroDecideAlone() {
        Vote vote = vote(Vote.Weighting.DISTANCE, new int[] {3, 2, 1, 1}, 0, 0, 1e-9, 1e-9);

        assertEquals(2, vote.label());
        assertArrayEquals(new double[] {0, 0, 0.5, 0.5}, vote.shares());
    }

    private static Vote vote(Vote.Weighting voting, int[] labels, double... distances) {
        Neighbours block = new Neighbours(
                new long[] {7}, new int[] {0}, labels.length, new long[labels.length], distances, labels);
        return Vote.of(block, 0, voting, 4);
    }
}
