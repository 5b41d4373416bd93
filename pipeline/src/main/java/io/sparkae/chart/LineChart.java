package io.sparkae.chart;

import java.awt.Graphics2D;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines over a common axis.
 *
 * @param xAxis what x is, with its unit
 * @param yAxis what y is, with its unit
 * @param logarithmicX for sizes that double
 * @param series in the legend's order
 */
public record LineChart(String xAxis, String yAxis, boolean logarithmicX, List<Series> series) implements Picture {
    private static final int LEGEND_LINE = 24;

    /** Both axes linear. */
    public LineChart(String xAxis, String yAxis, List<Series> series) {
        this(xAxis, yAxis, false, series);
    }

    @Override
    public int width() {
        return ChartStyle.WIDTH;
    }

    @Override
    public int height() {
        return ChartStyle.HEIGHT + LEGEND_LINE * Math.max(0, series.size() - 1);
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
        chart.getStyler().setXAxisLogarithmic(logarithmicX);
        for (int i = 0; i < series.size(); i++) {
            Series one = series.get(i);
            XYSeries drawn = chart.addSeries(one.name().isEmpty() ? " " : one.name(), one.x(), one.y());
            drawn.setLineColor(theme.series(i));
            drawn.setMarkerColor(theme.series(i));
            drawn.setLineStyle(one.look() == Series.Look.REFERENCE ? ChartStyle.DASHES : ChartStyle.STROKE);
            drawn.setMarker(one.look() == Series.Look.DOTTED_LINE ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        }
        chart.paint(graphics, width(), height());
    }
}
