package io.sparkae.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantileChartTest {
    @Test
    void aBoxHoldsTheMiddleHalf() throws IOException {
        QuantileChart chart = new QuantileChart(
                "error",
                List.of(
                        new QuantileChart.Box("", 1, 2, 4, 5, 8, 9, 10, false),
                        new QuantileChart.Box("", 0, 0, 0, 0, 0, 0, 0, true)));
        Drawn drawn = new Drawn(chart, Theme.LIGHT);
        double left = 14;
        double unit = (520 - left - 16) / (1.03 * 10);
        double above = 4 + 14 - 5; // beside the whiskers

        assertEquals(Theme.LIGHT.background(), drawn.at(left + 3.7 * unit, above));
        assertEquals(Theme.LIGHT.series(0), drawn.at(left + 4.3 * unit, above));
        assertEquals(Theme.LIGHT.foreground(), drawn.at(left + 5 * unit, above));
        assertEquals(Theme.LIGHT.series(0), drawn.at(left + 7.7 * unit, above));
        assertEquals(Theme.LIGHT.background(), drawn.at(left + 8.3 * unit, above));
        assertEquals(Theme.LIGHT.foreground(), drawn.at(left + 8.5 * unit, 4 + 14));
    }
}
