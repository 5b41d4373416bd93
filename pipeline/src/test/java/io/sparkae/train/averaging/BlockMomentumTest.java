package io.sparkae.train.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sparkae.train.averaging.AveragingEngine.RoundResult;
import io.sparkae.train.replica.TrainingState;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BlockMomentumTest {
    @Test
    void withoutItTheMeanIsTheNextState() {
        float[] mean = {3, 4};
        float[] atRest = BlockMomentum.atRest(2, 0);

        assertEquals(0, atRest.length);
        assertSame(mean, BlockMomentum.parameters(atRest, new float[] {1, 1}, mean));
    }

    /** Workers that move θ by 1 in each round: Δ = 1, 1.5, 1.75, …, the geometric series. */
    @Test
    void changesInOneDirectionAddUp() {
        Progress progress = Progress.begin(new TrainingState(new float[] {10}, new float[0], 0, 0), 0.5);
        float[] expected = {11, 12.5f, 14.25f};
        for (float next : expected) {
            float[] mean = {progress.state().parameters()[0] + 1};
            RoundResult result = new RoundResult(
                    new TrainingState(mean, new float[0], progress.state().iteration() + 1, 0), 1, 0, new TreeMap<>());

            progress = progress.afterRound(result, 0.5, 0);

            assertArrayEquals(new float[] {next}, progress.state().parameters());
        }
        assertArrayEquals(new float[] {1.75f}, progress.velocity());
        assertEquals(3, progress.state().iteration());
    }
}
