package io.sparkae.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.report.chart.Axis.Scale;
import java.awt.Rectangle;
import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static final Rectangle PLOT = new Rectangle(10, 20, 100, 200);

    @Test
    void valuesAreRoundAndLabelsTellThemApart() {
        assertEquals(List.of("0.00", "0.02", "0.04", "0.06"), labels(0, 0.073, 5));
        assertEquals(List.of("-20", "-10", "0", "10"), labels(-22.3, 14.1, 7));
        assertEquals(List.of("0", "2,000", "4,000", "6,000"), labels(0, 6000, 3));
        assertEquals(List.of("-0.5", "0.0", "0.5"), labels(-0.5, 0.5, 2));
    }

    @Test
    void sizesThatDoubleAreEquallyFarApart() {
        Axis axis = Axis.around("size", Scale.LOG2, 2, 128);

        assertEquals(List.of("2", "4", "8", "16", "32", "64", "128"), texts(axis, 10));
        assertEquals(List.of("4", "16", "64"), texts(axis, 5), "every other power");
        assertEquals(axis.across(8, PLOT) - axis.across(4, PLOT), axis.across(128, PLOT) - axis.across(64, PLOT), 1e-9);
    }

    @Test
    void decadesAreDividedWhereThereIsRoom() {
        Axis axis = Axis.around("references", Scale.LOG10, 15_000, 1_000_000);

        assertEquals(List.of("20k", "50k", "100k", "200k", "500k", "1M"), texts(axis, 8));
        assertEquals(List.of("100k", "1M"), texts(axis, 3));
        assertEquals(List.of("0.1", "1", "10"), texts(Axis.around("s", Scale.LOG10, 0.08, 14), 4));
    }

    @Test
    void wholeNumbersHaveNoFractionsBetweenThem() {
        assertEquals(List.of("1", "2", "3"), texts(Axis.around("epoch", Scale.WHOLE, 1, 3), 20));
        assertEquals(List.of("1.0", "1.5", "2.0", "2.5", "3.0"), texts(Axis.around("x", 1, 3), 6));
    }

    @Test
    void theEndsOfAnAxisAreTheEndsOfThePlot() {
        Axis axis = Axis.linear("x", 2, 6);

        assertEquals(10, axis.across(2, PLOT));
        assertEquals(110, axis.across(6, PLOT));
        assertEquals(220, axis.up(2, PLOT));
        assertEquals(20, axis.up(6, PLOT));
        assertEquals(60, Axis.around("one value", 7, 7).across(7, PLOT), "in the middle");
        assertTrue(Double.isFinite(Axis.fromZero("nothing", Scale.WHOLE, 0).up(0, PLOT)));
    }

    private static List<String> texts(Axis axis, int most) {
        return axis.ticks(most).stream().map(Axis.Tick::text).toList();
    }

    private static List<String> labels(double low, double high, int most) {
        Axis.Ticks ticks = Axis.Ticks.between(low, high, most);
        return ticks.values().stream().map(ticks::label).toList();
    }
}
