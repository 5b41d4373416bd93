package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines over a common axis.
 *
 * @param xAxis what x is, with its unit
 * @param yAxis what y is, with its unit
 * @param logarithmicX for sizes that double; all x are positive then
 * @param series in the legend's order
 */
public record LineChart(String xAxis, String yAxis, boolean logarithmicX, List<Series> series) implements Picture {
    /** An axis that would start below this share of its end starts at zero. */
    private static final double NEAR_ZERO = 0.4;

    /** So many values have a tick each. */
    private static final int TICK_EACH = 12;

    private static final List<Marker> MARKERS =
            List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP);

    /** Both axes linear. */
    public LineChart(String xAxis, String yAxis, List<Series> series) {
        this(xAxis, yAxis, false, series);
    }

    @Override
    public int height() {
        return ChartStyle.HEIGHT + ChartStyle.LEGEND_LINE * Math.max(0, series.size() - 1);
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        XYChart chart = new XYChartBuilder()
                .width(width())
                .height(height())
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        ChartStyle.apply(chart, theme);
        chart.getStyler()
                .setLegendVisible(series.size() > 1 || !series.get(0).name().isEmpty());
        scaleX(chart.getStyler());
        scaleY(chart.getStyler());
        for (int i = 0; i < series.size(); i++) {
            Series one = series.get(i);
            XYSeries drawn = chart.addSeries("series " + i, place(one.x()), one.y());
            drawn.setLabel(one.name()); // two may have the same
            boolean dots = one.look() == Series.Look.DOTTED_LINE;
            drawn.setLineColor(theme.series(i));
            drawn.setMarkerColor(theme.series(i));
            drawn.setLineStyle(
                    one.look() == Series.Look.REFERENCE ? ChartStyle.REFERENCE : ChartStyle.line(dots ? 0 : i));
            drawn.setMarker(dots ? MARKERS.get(i % MARKERS.size()) : SeriesMarkers.NONE);
        }
        chart.paint(graphics, width(), height());
    }

    /**
     * Powers of two stand at whole numbers, where XChart puts its ticks: its logarithmic axis knows powers of ten only. Of
     * many values that are equally far apart it would count ticks from the first (1, 4, 7 …), so one is moved by less than
     * can be seen.
     */
    private double[] place(double[] x) {
        double[] placed = logarithmicX
                ? Arrays.stream(x).map(value -> Math.log(value) / Math.log(2)).toArray()
                : x.clone();
        if (x.length > TICK_EACH) {
            placed[1] += (placed[2] - placed[1]) / 100;
        }
        return placed;
    }

    private void scaleX(XYStyler styler) {
        // epochs, or steps around numbers of dimensions
        boolean whole =
                series.stream().flatMapToDouble(one -> Arrays.stream(one.x())).allMatch(x -> 2 * x == Math.rint(2 * x));
        styler.setXAxisTickLabelsFormattingFunction(value -> {
            if (logarithmicX) {
                return value == Math.rint(value) ? label(Math.pow(2, value)) : "";
            }
            return whole && value != Math.rint(value) ? "" : label(value);
        });
    }

    private void scaleY(XYStyler styler) {
        double low = series.stream()
                .flatMapToDouble(one -> Arrays.stream(one.y()))
                .min()
                .orElse(0);
        double high = series.stream()
                .flatMapToDouble(one -> Arrays.stream(one.y()))
                .max()
                .orElse(0);
        if (low >= 0 && low < NEAR_ZERO * high) {
            styler.setYAxisMin(0.0);
        }
        styler.setYAxisTickLabelsFormattingFunction(LineChart::label);
    }

    /** At most five significant digits, without zeros that say nothing. */
    private static String label(double value) {
        BigDecimal rounded = new BigDecimal(value, new MathContext(5)).stripTrailingZeros();
        boolean plain = Math.abs(value) < 1e-9 || Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6;
        return plain
                ? rounded.setScale(Math.max(0, rounded.scale()), RoundingMode.HALF_UP)
                        .toPlainString()
                : String.format(Locale.ROOT, "%.1e", value);
    }
}
