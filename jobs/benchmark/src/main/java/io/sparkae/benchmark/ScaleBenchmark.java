package io.sparkae.benchmark;

import io.sparkae.knn.SearchAtScale;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** What the exact search costs as the references grow in number, and as they grow in width. */
public final class ScaleBenchmark {
    private static final List<Integer> REFERENCES =
            List.of(15_000, 30_000, 60_000, 125_000, 250_000, 500_000, 1_000_000);
    private static final int REFERENCE_WIDTH = 16;
    private static final int MOST_QUERIES = 20_000;
    private static final List<Integer> WIDTHS = List.of(2, 4, 8, 16, 32, 64, 128, 256, 512, 784);
    private static final int WIDTH_REFERENCES = 60_000;
    private static final int WIDTH_QUERIES = 10_000;

    private final JavaSparkContext spark;
    private final int k;
    private final int blockMegabytes;
    private final PrintWriter out;

    /** @param blockMegabytes the most memory for one block of rows */
    public ScaleBenchmark(JavaSparkContext spark, int k, int blockMegabytes, PrintWriter out) {
        this.spark = spark;
        this.k = k;
        this.blockMegabytes = blockMegabytes;
        this.out = out;
    }

    /**
     * Measures, prints and draws.
     *
     * @param searches of each size; the median counts
     * @param figure the PNG file to draw to
     */
    public void run(int searches, Path figure) throws IOException {
        measure(MOST_QUERIES, REFERENCES.get(0), REFERENCE_WIDTH, searches); // warms up
        say("%,d queries, %d values, k = %d%n", MOST_QUERIES, REFERENCE_WIDTH, k);
        double[] byNumber = new double[REFERENCES.size()];
        for (int i = 0; i < byNumber.length; i++) {
            int references = REFERENCES.get(i);
            byNumber[i] = measure(MOST_QUERIES, references, REFERENCE_WIDTH, searches);
            double pairs = (double) MOST_QUERIES * references;
            say("  %,9d references %7.2f s, %6.3f ns a pair%n", references, byNumber[i], 1e9 * byNumber[i] / pairs);
        }
        say("%,d queries, %,d references, k = %d%n", WIDTH_QUERIES, WIDTH_REFERENCES, k);
        double[] byWidth = new double[WIDTHS.size()];
        for (int i = 0; i < byWidth.length; i++) {
            byWidth[i] = measure(WIDTH_QUERIES, WIDTH_REFERENCES, WIDTHS.get(i), searches);
            say("  %,9d values     %7.2f s%n", WIDTHS.get(i), byWidth[i]);
        }
        CostFigure.draw(
                figure,
                new CostFigure.Panel(
                        "%,d queries, %d values".formatted(MOST_QUERIES, REFERENCE_WIDTH),
                        "references",
                        REFERENCES,
                        byNumber),
                new CostFigure.Panel(
                        "%,d queries, %,d references".formatted(WIDTH_QUERIES, WIDTH_REFERENCES),
                        "values a row",
                        WIDTHS,
                        byWidth));
        say("drawn to %s%n", figure);
    }

    private double measure(int queries, int references, int width, int searches) {
        return IntStream.range(0, searches)
                .mapToDouble(i -> SearchAtScale.seconds(spark, queries, references, width, k, blockMegabytes))
                .sorted()
                .skip(searches / 2)
                .findFirst()
                .orElseThrow();
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
        out.flush();
    }
}
