package io.sparkae.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** What all our charts look like: plain, letters that are still read on a phone, the legend below the data. */
final class ChartStyle {
    static final int WIDTH = 520;
    static final int HEIGHT = 380;
    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final BasicStroke STROKE = new BasicStroke(2);
    static final BasicStroke DASHES =
            new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0);

    private ChartStyle() {}

    static void apply(Chart<? extends AxesChartStyler, ?> chart, Theme theme) {
        AxesChartStyler styler = chart.getStyler();
        styler.setChartBackgroundColor(theme.background());
        styler.setPlotBackgroundColor(theme.background());
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(theme.faint());
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setChartFontColor(theme.foreground());
        styler.setAxisTickLabelsColor(theme.foreground());
        styler.setAxisTickMarksColor(theme.faint());
        styler.setXAxisTitleColor(theme.foreground());
        styler.setYAxisTitleColor(theme.foreground());
        styler.setAxisTitleFont(TEXT);
        styler.setAxisTickLabelsFont(TEXT);
        styler.setLegendFont(TEXT);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Vertical);
        styler.setLegendBackgroundColor(theme.background());
        styler.setLegendBorderColor(new Color(0, true));
        styler.setChartTitleVisible(false);
        styler.setXAxisTickMarkSpacingHint(90);
    }
}
