package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;

/**
 * Groups of bars.
 *
 * @param xAxis what groups are
 * @param yAxis what bars measure, with its unit
 * @param groups their names, from left to right
 * @param series a bar in each group
 */
public record BarChart(String xAxis, String yAxis, List<String> groups, List<Bars> series) implements Picture {
    private static final int LETTERS_A_LINE = 60;
    /** Room for names that are turned. */
    private static final int TURNED = 70;

    /**
     * Bars of one kind.
     *
     * @param name for the legend
     * @param heights one a group
     */
    public record Bars(String name, double[] heights) {}

    @Override
    public int height() {
        return ChartStyle.HEIGHT + ChartStyle.LEGEND_LINE * Math.max(0, series.size() - 1) + (turned() ? TURNED : 0);
    }

    @Override
    public void paint(Graphics2D graphics, Theme theme) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(width())
                .height(height())
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        ChartStyle.apply(chart, theme);
        chart.getStyler().setLegendVisible(series.size() > 1);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setXAxisTickMarkSpacingHint(1); // a name at every group
        chart.getStyler().setXAxisLabelRotation(turned() ? 90 : 0);
        for (int i = 0; i < series.size(); i++) {
            Bars bars = series.get(i);
            CategorySeries drawn = chart.addSeries(
                    bars.name(), groups, Arrays.stream(bars.heights()).boxed().toList());
            drawn.setFillColor(theme.series(i));
        }
        chart.paint(graphics, width(), height());
    }

    private boolean turned() {
        return String.join("  ", groups).length() > LETTERS_A_LINE;
    }
}
