package io.sparkae.train.averaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.train.TrainingSettings;
import io.sparkae.train.method.AveragingMethod;
import io.sparkae.train.method.SlowMo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AveragingSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "1000, 2, 80", // as configured
        "223, 2, 75", // three averagings
        "223, 8, 75",
        "223, 16, 38", // six
        "223, 32, 19", // twelve
        "223, 1000, 19", // no more
        "2, 2, 1", // an averaging after each
        "1, 64, 1"
    })
    void averagingsAreFewButEnough(int batches, int workers, int expected) {
        AveragingSettings settings = TrainingSettings.defaults().averaging().withFrequencies(80, 80, 3);

        assertEquals(expected, settings.minibatches(0, 10, batches, workers));
    }

    /** Steps go as far in the end, γ/(1 − β), in smaller pieces. */
    @Test
    void manyWorkersTakeSmallerStepsThatAddUpForLonger() {
        TrainingSettings few = TrainingSettings.defaults().withWorkers(32);
        TrainingSettings many = few.withWorkers(128);

        SlowMo asSet = (SlowMo) few.method();
        SlowMo longer = (SlowMo) many.method();

        assertEquals(0.5, asSet.momentum());
        assertEquals(0.0025, rate(few));
        assertEquals(0.75, longer.momentum());
        assertEquals(0.00125, rate(many));
        assertEquals(0.0025, rate(many.withAveraging(many.averaging().withMethod(AveragingMethod.Kind.MEAN, 0.5, 1))));
        assertEquals(0.0025, rate(many.withAveraging(many.averaging().withMethod(AveragingMethod.Kind.SLOWMO, 0, 1))));
    }

    private static double rate(TrainingSettings settings) {
        return settings.optimizing().updater().getLearningRate(0, 0);
    }
}
