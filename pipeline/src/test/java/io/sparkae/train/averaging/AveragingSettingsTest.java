package io.sparkae.train.averaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.train.TrainingSettings;
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
}
