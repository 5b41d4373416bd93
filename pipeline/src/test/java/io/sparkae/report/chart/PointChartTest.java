package io.sparkae.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PointChartTest {
    private static final double X = 74 + (520 - 74 - 14) / 2.0;
    private static final double Y = 8 + 430 / 2.0;

    /** Four corners, and some points in the middle, where the last with a label is on top. */
    @Test
    void theOrderGivenDecidesWhatIsOnTop() throws IOException {
        double[] x = {-1, 1, -1, 1, 0, 0, 0};
        double[] y = {-1, 1, 1, -1, 0, 0, 0};
        List<String> names = List.of("", "", "");

        Drawn first = new Drawn(new PointChart("x", "y", x, y, new int[] {0, 0, 0, 0, 2, 1, -1}, names), Theme.LIGHT);
        Drawn second = new Drawn(new PointChart("x", "y", x, y, new int[] {0, 0, 0, 0, 1, 2, -1}, names), Theme.LIGHT);

        assertTrue(first.at(X, Y).getBlue() < 120, "orange above: " + first.at(X, Y));
        assertTrue(second.at(X, Y).getGreen() < 120, "red above: " + second.at(X, Y));
    }

    @Test
    void noLabelsAreGreyAndNeedNoLegend() throws IOException {
        PointChart chart = new PointChart(
                "x", "y", new double[] {0, 1, 0.5}, new double[] {0, 1, 0.5}, new int[] {-1, -1, -1}, List.of("a"));
        PointChart labelled = new PointChart(
                "x", "y", new double[] {0, 1, 0.5}, new double[] {0, 1, 0.5}, new int[] {0, -1, -1}, List.of("a"));

        assertEquals(0, chart.height() - 8 - 430 - Axis.ROOM);
        assertTrue(labelled.height() > chart.height());
        assertEquals(0, new Drawn(chart, Theme.LIGHT).count(Theme.LIGHT.series(0)));
    }

    @Test
    void pointsInOnePlaceAreDrawn() throws IOException {
        double[] same = {3, 3};

        Drawn one = new Drawn(new PointChart("x", "y", same, same, new int[2], List.of("")), Theme.LIGHT);
        Drawn none =
                new Drawn(new PointChart("x", "y", new double[0], new double[0], new int[0], List.of("")), Theme.LIGHT);

        assertTrue(one.at(X, Y).getRed() < 120, "the first series' blue in the middle: " + one.at(X, Y));
        assertEquals(Theme.LIGHT.background(), one.at(X + 6, Y + 6), "beside the point");
        assertTrue(none.at(X, Y).getRed() > 200, "without points: " + none.at(X, Y));
    }

    @Test
    void fiftyClassesDifferInColourOrShape() {
        Set<String> looks = new HashSet<>();
        IntStream.range(0, 50).forEach(i -> {
            var shape = Legend.shape(i, 0, 0, 100);
            looks.add(Theme.LIGHT.series(i) + " " + shape.contains(85, 85) + shape.contains(0, -125)
                    + shape.contains(0, 125) + shape.contains(100, 80));
        });

        assertEquals(50, looks.size());
    }
}
