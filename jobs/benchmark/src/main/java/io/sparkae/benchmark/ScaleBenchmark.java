package io.sparkae.benchmark;

import io.sparkae.jobs.Job;
import io.sparkae.jobs.JobSettings;
import io.sparkae.jobs.Session;
import io.sparkae.knn.KnnSettings;
import io.sparkae.report.chart.Axis;
import io.sparkae.report.chart.LineChart;
import io.sparkae.report.chart.LineChart.Series;
import io.sparkae.report.chart.Picture;
import io.sparkae.report.chart.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code knn-scale}: the cost of the exact search by the number of references and by their width. */
@Command(
        name = "knn-scale",
        description =
                "Times the exact search on generated rows, up to 1,000,000 references and up to 784 values a row, and"
                        + " draws the cost.")
final class ScaleBenchmark extends Job {
    private static final List<Integer> REFERENCES =
            List.of(15_000, 30_000, 60_000, 125_000, 250_000, 500_000, 1_000_000);
    private static final int REFERENCE_WIDTH = 16;
    private static final int QUERIES = 20_000;
    private static final List<Integer> WIDTHS = List.of(2, 4, 8, 16, 32, 64, 128, 256, 512, 784);
    private static final int WIDTH_REFERENCES = 60_000;
    private static final int WIDTH_QUERIES = 10_000;

    @Option(
            names = "--searches",
            paramLabel = "N",
            defaultValue = "3",
            description = "Searches of each size, of which the median counts; default: ${DEFAULT-VALUE}.")
    private int searches;

    @Option(
            names = "--divide",
            paramLabel = "N",
            defaultValue = "1",
            description = "Divides all numbers of rows, for a quick look; default: ${DEFAULT-VALUE}.")
    private int divisor;

    @Option(
            names = "--figure",
            paramLabel = "FILE",
            defaultValue = "knn-cost.png",
            description = "PNG file of the chart; default: ${DEFAULT-VALUE}.")
    private Path figure;

    @Override
    public Integer call() throws IOException {
        atLeastOne("--searches", searches);
        atLeastOne("--divide", divisor);
        options().prefer("spark.master=local[2]");
        JobSettings settings = options().settings();
        try (Session session = Session.open(settings.all(), "benchmark")) {
            measure(JavaSparkContext.fromSparkContext(session.spark().sparkContext()), settings.knn());
        }
        return 0;
    }

    private void measure(JavaSparkContext spark, KnnSettings settings) throws IOException {
        List<Integer> references = REFERENCES.stream().map(n -> n / divisor).toList();
        int queries = QUERIES / divisor;
        measure(spark, settings, queries, references.get(0), REFERENCE_WIDTH); // warms up
        say("%,d queries, %d values, k = %d%n", queries, REFERENCE_WIDTH, settings.k());
        double[] byNumber = new double[references.size()];
        for (int i = 0; i < byNumber.length; i++) {
            int n = references.get(i);
            byNumber[i] = measure(spark, settings, queries, n, REFERENCE_WIDTH);
            double pairs = (double) queries * n;
            say("  %,9d references %7.2f s, %6.3f ns a pair%n", n, byNumber[i], 1e9 * byNumber[i] / pairs);
        }
        int among = WIDTH_REFERENCES / divisor;
        int asked = WIDTH_QUERIES / divisor;
        say("%,d queries, %,d references, k = %d%n", asked, among, settings.k());
        double[] byWidth = new double[WIDTHS.size()];
        for (int i = 0; i < byWidth.length; i++) {
            byWidth[i] = measure(spark, settings, asked, among, WIDTHS.get(i));
            say("  %,9d values     %7.2f s%n", WIDTHS.get(i), byWidth[i]);
        }
        draw(
                chart(
                        String.format(
                                Locale.ROOT, "references (%,d queries, %d values a row)", queries, REFERENCE_WIDTH),
                        references,
                        byNumber),
                chart(
                        String.format(Locale.ROOT, "values a row (%,d queries, %,d references)", asked, among),
                        WIDTHS,
                        byWidth));
        say("drawn to %s%n", figure);
    }

    /** Median seconds of a search. */
    private double measure(JavaSparkContext spark, KnnSettings settings, int queries, int references, int width) {
        double[] seconds = IntStream.range(0, searches)
                .mapToDouble(i -> SearchAtScale.seconds(
                        spark, queries, references, width, settings.k(), settings.blockMegabytes()))
                .toArray();
        return StatUtils.percentile(seconds, 50);
    }

    private void draw(Picture left, Picture right) throws IOException {
        if (figure.getParent() != null) {
            Files.createDirectories(figure.getParent());
        }
        Files.write(figure, new SideBySide(left, right).png(Theme.LIGHT));
    }

    /** Both axes are logarithmic, so that a power law is a straight line. */
    private static LineChart chart(String title, List<Integer> x, double[] seconds) {
        return new LineChart(
                title,
                "seconds a search",
                Axis.Scale.LOG10,
                Axis.Scale.LOG10,
                List.of(Series.line(
                        "", x.stream().mapToDouble(Integer::doubleValue).toArray(), seconds)));
    }

    private void say(String format, Object... values) {
        out().printf(Locale.ROOT, format, values);
        out().flush();
    }
}
