package io.sparkae.train.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.RmsProp;

class UpdateRuleTest {
    private static final float[] DECAYED = {1e-40f, Float.MIN_VALUE, 0.25f, 0};
    private static final float[] GRADIENT = {1e-3f, 0, 0.5f, 1e-30f};

    @Test
    void averagesThatDecayedBelowNormalNumbersAreNoneAndStepsTheSame() {
        RmsProp configuration = new RmsProp(0.01);
        UpdateRule rule = new UpdateRule.Dl4jRule(configuration, DECAYED.length);
        rule.load(DECAYED);
        assertArrayEquals(new float[] {0, 0, 0.25f, 0}, rule.state());

        float[] parameters = {1, 1, 1, 1};
        rule.apply(parameters, GRADIENT.clone(), 0, 0);

        INDArray steps = Nd4j.createFromArray(GRADIENT).reshape(1, GRADIENT.length);
        INDArray state = Nd4j.createFromArray(DECAYED).reshape(1, DECAYED.length);
        configuration.instantiate(state, false).applyUpdater(steps, 0, 0);
        float[] expected = steps.rsub(1).toFloatVector();
        assertArrayEquals(expected, parameters);
    }
}
