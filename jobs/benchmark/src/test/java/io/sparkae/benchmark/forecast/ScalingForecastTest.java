package io.sparkae.benchmark.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ScalingForecastTest {
    private static final SearchCosts SEARCH = new SearchCosts(0.08, 13e-6, 0.6e-9, 64, 1.1e9);

    @Test
    void aSearchIsWorkedByAllCoresAndReceivedByEveryMachine() {
        assertEquals(0.08 + 20_000 * (13e-6 + 1e6 * 0.6e-9) / 2, SEARCH.seconds(20_000, 1e6, 1, 2), 1e-9);
        assertEquals(20.9, SEARCH.seconds(1e5, 1e8, 100, 4), 0.05);
    }

    @Test
    void printsTheTablesOfTheDocs() {
        StringWriter out = new StringWriter();
        TrainingCosts training = new TrainingCosts(1, 256, 20, 3.6e-3, 0.1, 16.5e-3, 0.5e-3, 2.52e6, 1.1e9);
        new ScalingForecast(training, SEARCH, new PrintWriter(out)).print();

        assertTrue(out.toString().contains("2.61 ( 1.53 +  1.08)"), out.toString()); // 10 workers, 10^6 rows
        assertTrue(out.toString().contains("38.63 (16.30 + 22.33)"), out.toString()); // 100 workers, 10^8 rows
    }
}
