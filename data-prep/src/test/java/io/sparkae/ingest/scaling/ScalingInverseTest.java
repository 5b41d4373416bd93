package io.sparkae.ingest.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingInverseTest {
    @Test
    void givesThePixelThatAFeatureWasMadeOf() {
        Scaling standard = new StandardScaling(new double[] {100, 20}, new double[] {50, 8});
        for (Scaling scaling : List.of(new UnitScaling(), standard, new NoScaling())) {
            for (float pixel : new float[] {0, 1, 127, 255}) {
                assertEquals(pixel, scaling.invert(0, scaling.apply(0, pixel)), 1e-4, scaling::toString);
                assertEquals(pixel, scaling.invert(1, scaling.apply(1, pixel)), 1e-4, scaling::toString);
            }
        }
    }

    @Test
    void aPixelThatWasConstantGetsItsValueBack() {
        Scaling standard = new StandardScaling(new double[] {17}, new double[] {0});

        assertEquals(17, standard.invert(0, standard.apply(0, 17)));
    }
}
