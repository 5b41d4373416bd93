package io.sparkae.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** What all our charts look like: plain, letters that are still read on a phone, the legend below the data. */
final class ChartStyle {
    static final int WIDTH = 520;
    static final int HEIGHT = 380;
    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final int LEGEND_LINE = 24;
    static final BasicStroke HAIRLINE = new BasicStroke(1);
    /** Around letters that stand on points. */
    static final BasicStroke HALO = new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    /** For what others are compared with. */
    static final BasicStroke REFERENCE = dashes(6, 5);
    /** One after the other, so that lines differ in more than colour. */
    private static final List<BasicStroke> LINES =
            List.of(new BasicStroke(2), dashes(10, 3), dashes(3, 3), dashes(10, 3, 3, 3));

    private ChartStyle() {}

    static BasicStroke line(int number) {
        return LINES.get(number % LINES.size());
    }

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
        styler.setAxisTicksLineVisible(false);
        styler.setChartPadding(8);
        styler.setPlotMargin(4);
        styler.setLocale(Locale.ROOT);
    }

    private static BasicStroke dashes(float... pixels) {
        return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, pixels, 0);
    }
}
