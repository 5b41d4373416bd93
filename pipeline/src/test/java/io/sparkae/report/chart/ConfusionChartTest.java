package io.sparkae.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionChartTest {
    /** One row in a hundred is still seen beside the diagonal; none is not; and a class without rows has no shares. */
    @Test
    void rareErrorsAreSeen() throws IOException {
        ConfusionChart chart =
                new ConfusionChart(List.of("a", "b", "c"), new long[][] {{990, 10, 0}, {0, 500, 500}, {0, 0, 0}});
        Drawn drawn = new Drawn(chart, Theme.LIGHT);
        double left = 34;
        double top = 24;
        double cell = Math.floor((520 - left - 4) / 3);

        assertEquals(Theme.LIGHT.amount(ConfusionChart.strength(0.99)), drawn.at(left + 5, top + 5));
        assertEquals(Theme.LIGHT.amount(ConfusionChart.strength(0.01)), drawn.at(left + cell + 5, top + 5));
        assertEquals(Theme.LIGHT.background(), drawn.at(left + 2 * cell + 5, top + 5));
        assertEquals(Theme.LIGHT.background(), drawn.at(left + 5, top + 2 * cell + 5));
        assertEquals(
                drawn.at(left + cell + 5, top + cell + 5),
                drawn.at(left + 2 * cell + 5, top + cell + 5),
                "shares of the true class decide");
        assertTrue(ConfusionChart.strength(0.01) > 0.3, "stands out from the page");
        assertTrue(ConfusionChart.strength(1e-6) > 0, "even one in a million");
    }

    @Test
    void manyClassesWithLongNamesGetTheRoomTheyNeed() {
        List<String> names =
                IntStream.range(0, 40).mapToObj(i -> "class number " + i).toList();
        ConfusionChart chart = new ConfusionChart(names, new long[40][40]);

        assertTrue(chart.width() > 40 * 18, "width " + chart.width());
        chart.png(Theme.DARK);
    }
}
