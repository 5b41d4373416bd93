package io.sparkae.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {
    @Test
    void valuesAreRoundAndLabelsTellThemApart() {
        assertEquals(List.of("0.00", "0.02", "0.04", "0.06"), labels(0, 0.073, 5));
        assertEquals(List.of("-20", "-10", "0", "10"), labels(-22.3, 14.1, 7));
        assertEquals(List.of("0", "2,000", "4,000", "6,000"), labels(0, 6000, 3));
        assertEquals(List.of("-0.5", "0.0", "0.5"), labels(-0.5, 0.5, 2));
    }

    private static List<String> labels(double low, double high, int most) {
        Axis.Ticks ticks = Axis.Ticks.between(low, high, most);
        return ticks.values().stream().map(ticks::label).toList();
    }
}
