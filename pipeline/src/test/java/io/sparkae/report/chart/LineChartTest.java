package io.sparkae.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.report.chart.LineChart.Series;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Charts of lines and of bars. */
class LineChartTest {
    @Test
    void aDivergedLossLeavesAGap() throws IOException {
        double[] x = {1, 2, 3, 4};
        LineChart whole = new LineChart("epoch", "loss", List.of(Series.line("", x, new double[] {4, 3, 2, 1})));
        LineChart broken = new LineChart(
                "epoch", "loss", List.of(Series.line("", x, new double[] {4, Double.NaN, Double.POSITIVE_INFINITY, 1
                })));
        LineChart none = new LineChart("epoch", "loss", List.of(Series.line("", x, fourTimes(Double.NaN))));

        long line = blue(whole);
        assertTrue(blue(broken) > 0 && blue(broken) < line / 2, blue(broken) + " of " + line);
        assertEquals(0, blue(none));
    }

    @Test
    void eachLineOfTheLegendMakesTheChartTaller() throws IOException {
        double[] x = {1, 2, 3, 4};
        Series first = Series.line("a", x, fourTimes(1));
        Series second = Series.line("a name that is much longer than the picture is wide, and so is cut", x, x);

        LineChart one = new LineChart("x", "y", List.of(first));
        LineChart two = new LineChart("x", "y", List.of(first, second));

        assertEquals(one.height() + 24, two.height());
        assertTrue(new Drawn(two, Theme.DARK).count(Theme.DARK.series(1)) > 0);
    }

    @Test
    void barsAreAsHighAsTheirNumbers() throws IOException {
        BarChart small =
                new BarChart("class", "rows", List.of("a", "b"), List.of(new BarChart.Bars("", new double[] {4, 1})));
        BarChart large =
                new BarChart("class", "rows", List.of("a", "b"), List.of(new BarChart.Bars("", new double[] {4, 4})));
        BarChart zeros =
                new BarChart("class", "rows", List.of("a", "b"), List.of(new BarChart.Bars("", new double[2])));

        assertEquals(5.0 / 8, (double) blue(small) / blue(large), 0.01);
        assertEquals(0, blue(zeros));
    }

    @Test
    void namesOfManyGroupsAreVertical() throws IOException {
        String[] names = new String[300];
        Arrays.setAll(names, i -> "class " + i);
        BarChart many =
                new BarChart("class", "rows", List.of(names), List.of(new BarChart.Bars("train", new double[300])));
        BarChart few = new BarChart("class", "rows", List.of("a"), List.of(new BarChart.Bars("train", new double[1])));

        assertTrue(many.height() > few.height());
        assertTrue(new Drawn(many, Theme.LIGHT).count(Theme.LIGHT.foreground()) > 0);
    }

    private static double[] fourTimes(double value) {
        double[] values = new double[4];
        Arrays.fill(values, value);
        return values;
    }

    private static long blue(Picture picture) throws IOException {
        return new Drawn(picture, Theme.LIGHT).count(Theme.LIGHT.series(0));
    }
}
