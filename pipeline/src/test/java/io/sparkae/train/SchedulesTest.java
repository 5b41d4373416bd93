package io.sparkae.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.train.averaging.AveragingSettings;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.learning.config.Adam;

class SchedulesTest {
    /** Expected values by hand from the formulas in reference.conf, at t = 7. */
    @ParameterizedTest
    @CsvSource({
        "constant, 0.2",
        "step, 0.025", // 0.2 · 0.5^⌊7/2⌋
        "exponential, 0.0015625", // 0.2 · 0.5^7
        "inverse, 0.009876543209876543" // 0.2 / (1 + 0.5·7)^2
    })
    void learningRatesFollowTheirFormula(String kind, double expected) {
        for (String unit : new String[] {"epoch", "iteration"}) {
            OptimizerSettings settings = TrainingFixture.settings(
                            "training.learning-rate=0.2",
                            "training.schedule.kind=" + kind,
                            "training.schedule.unit=" + unit,
                            "training.schedule.decay=0.5",
                            "training.schedule.step=2",
                            "training.schedule.power=2")
                    .optimizer();
            Adam adam = (Adam) settings.optimizer(256, 1).updater();

            int iteration = unit.equals("iteration") ? 7 : 1000;
            int epoch = unit.equals("epoch") ? 7 : 1000;

            assertEquals(expected, adam.getLearningRate(iteration, epoch), 1e-9, kind + " by " + unit);
        }
    }

    @ParameterizedTest
    @CsvSource({"none, 0.2", "sqrt, 0.4", "linear, 0.8"})
    void learningRatesGrowWithTheStep(String rule, double expected) {
        OptimizerSettings settings = TrainingFixture.settings(
                        "training.learning-rate=0.2",
                        "training.learning-rate-scaling.rule=" + rule,
                        "training.learning-rate-scaling.batch-size=64")
                .optimizer();

        assertEquals(expected, ((Adam) settings.optimizer(256, 1).updater()).getLearningRate(0, 0), 1e-9);
    }

    @Test
    void theLearningRateWarmsUp() {
        Adam adam = (Adam) TrainingFixture.settings("training.learning-rate=0.2", "training.warm-up=4")
                .optimizer()
                .optimizer(256, 1)
                .updater();

        assertEquals(0.05, adam.getLearningRate(0, 0), 1e-9);
        assertEquals(0.15, adam.getLearningRate(2, 0), 1e-9);
        assertEquals(0.2, adam.getLearningRate(3, 0), 1e-9);
        assertEquals(0.2, adam.getLearningRate(100, 2), 1e-9);
    }

    @Test
    void averagingIsAsFrequentAsConfigured() {
        AveragingSettings fixed =
                TrainingFixture.settings("training.averaging-frequency=17").averaging();
        AveragingSettings rareFirst = TrainingFixture.settings(
                        "training.averaging-frequency=128", "training.last-averaging-frequency=2")
                .averaging();

        assertEquals(17, fixed.frequencyIn(0, 1));
        assertEquals(17, fixed.frequencyIn(3, 9));
        assertEquals("[128, 64, 32, 16, 8, 4, 2]", frequencies(rareFirst, 7));
    }

    private static String frequencies(AveragingSettings settings, int epochs) {
        return IntStream.range(0, epochs)
                .map(epoch -> settings.frequencyIn(epoch, epochs))
                .boxed()
                .toList()
                .toString();
    }
}
