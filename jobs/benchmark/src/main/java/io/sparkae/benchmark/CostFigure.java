package io.sparkae.benchmark;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Two curves of cost side by side, both axes logarithmic, so that a straight line is a power. */
final class CostFigure {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 400;

    private CostFigure() {}

    /**
     * One curve.
     *
     * @param title above it
     * @param axis what x is
     * @param x positive
     * @param seconds for each x
     */
    record Panel(String title, String axis, List<Integer> x, double[] seconds) {}

    /** Draws to a PNG file. */
    static void draw(Path file, Panel left, Panel right) throws IOException {
        BufferedImage image = new BufferedImage(2 * WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        chart(left).paint(graphics, WIDTH, HEIGHT);
        graphics.translate(WIDTH, 0);
        chart(right).paint(graphics, WIDTH, HEIGHT);
        graphics.dispose();
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private static XYChart chart(Panel panel) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(panel.title())
                .xAxisTitle(panel.axis())
                .yAxisTitle("seconds a search")
                .build();
        chart.getStyler()
                .setLegendVisible(false)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false);
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        double[] x = panel.x().stream().mapToDouble(Integer::doubleValue).toArray();
        chart.addSeries("sparkae", x, panel.seconds()).setMarker(SeriesMarkers.CIRCLE);
        double lowest = Arrays.stream(panel.seconds()).min().orElseThrow();
        double highest = Arrays.stream(panel.seconds()).max().orElseThrow();
        chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(lowest))));
        chart.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(highest))));
        return chart;
    }
}
