package io.sparkae.benchmark.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.benchmark.BenchmarkCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingForecastTest {
    private static final ScalingForecast.SearchCosts SEARCH =
            new ScalingForecast.SearchCosts(0.08, 13e-6, 0.6e-9, 64, 1.1e9);

    @Test
    void aSearchIsDividedByCoresAndSentToEveryMachine() {
        assertEquals(0.08 + 20_000 * (13e-6 + 1e6 * 0.6e-9) / 2, SEARCH.seconds(20_000, 1e6, 1, 2), 1e-9);
        assertEquals(20.9, SEARCH.seconds(1e5, 1e8, 100, 4), 0.05);
    }

    @Test
    void printsTheTablesOfTheDocs() {
        BenchmarkCommand scaling = BenchmarkCommand.run("scaling");

        assertEquals(0, scaling.code(), scaling.err());
        assertTrue(scaling.out().contains("2.61 ( 1.53 +  1.08)"), scaling.out()); // 10 workers, 10^6 rows
        assertTrue(scaling.out().contains("38.63 (16.30 + 22.33)"), scaling.out()); // 100 workers, 10^8 rows
    }

    @ParameterizedTest
    @CsvSource({"--step,0,a number > 0", "--jitter,-1,a number >= 0", "--minibatch,0,>= 1", "--network,NaN,a number > 0"
    })
    void valuesOutOfRangeAreNamed(String option, String value, String expected) {
        BenchmarkCommand scaling = BenchmarkCommand.run("scaling", option, value);

        assertEquals(2, scaling.code());
        assertTrue(scaling.err().startsWith("sparkae: " + option + ": expected " + expected), scaling.err());
    }
}
