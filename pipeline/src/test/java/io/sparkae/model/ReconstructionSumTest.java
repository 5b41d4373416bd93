package io.sparkae.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

class ReconstructionSumTest {
    @Test
    void meansArePerPixelAndAgreeWithDl4j() {
        float[] x = {0, 1, 0.25f, 0.5f};
        float[] p = {0.1f, 0.8f, 0.3f, 0.5f};

        ReconstructionSum sum = ReconstructionSum.of(x, p);

        double stock = new LossBinaryXENT()
                .computeScore(
                        Nd4j.createFromArray(x).reshape(1, 4),
                        Nd4j.createFromArray(p).reshape(1, 4),
                        new ActivationIdentity(),
                        null,
                        true);
        assertEquals(stock / 4, sum.meanCrossEntropy(), 1e-6);
        assertEquals((0.01 + 0.04 + 0.0025) / 4, sum.meanSquaredError(), 1e-7);
        assertEquals(sum.meanSquaredError(), sum.plus(sum).meanSquaredError(), 1e-15);
    }

    @Test
    void certainAndWrongIsFinite() {
        assertEquals(
                -Math.log(1e-7),
                ReconstructionSum.of(new float[] {1}, new float[] {0}).meanCrossEntropy(),
                1e-9);
    }

    @Test
    void crossEntropyIsUndefinedOutsideTheUnitInterval() {
        assertNull(ReconstructionSum.of(new float[] {0.5f}, new float[] {-0.1f}).meanCrossEntropy());
    }
}
