package io.sparkae.report.section;

import io.sparkae.encode.CodeActivity;
import io.sparkae.encode.EncodeFigures;
import io.sparkae.report.chart.LineChart;
import io.sparkae.report.chart.LineChart.Series;
import io.sparkae.rows.RowBlock;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The section on the values of codes, of one run or several. */
final class Codes {
    private Codes() {}

    static Optional<Section> of(RunView run) throws IOException {
        return of(List.of(run));
    }

    /** Several runs in the same charts. */
    static Optional<Section> of(List<RunView> runs) throws IOException {
        List<RunView> encoded = new ArrayList<>();
        for (RunView run : runs) {
            if (run.has(StageName.ENCODE) && run.codes().rows() > 0) {
                encoded.add(run);
            }
        }
        if (encoded.isEmpty()) {
            return Optional.empty();
        }
        List<Sample> samples = encoded.stream()
                .map(run -> new Sample(runs.size() > 1 ? run.name() : "", run.codes()))
                .toList();
        return Optional.of(new Section(
                "codes",
                "Codes",
                List.of(density(samples), means(samples), nearZero(samples), activity(runs.size() > 1, encoded))));
    }

    private static Block density(List<Sample> samples) {
        double[] edges = Sample.bins(samples);
        List<Series> outlines = samples.stream()
                .map(sample -> Series.outline(sample.name(), edges, sample.density(edges)))
                .toList();
        return new Block.Figure(
                "code-density",
                "Density of code values, all dimensions together; the area below "
                        + (samples.size() > 1 ? "each" : "it") + " is 1.",
                "histogram of code values from " + Numbers.error(edges[0]) + " to "
                        + Numbers.error(edges[edges.length - 1]),
                new LineChart("code value", "density", outlines));
    }

    private static Block means(List<Sample> samples) {
        return new Block.Figure(
                "code-means",
                "Mean code value of each dimension, over " + rows(samples) + " held-out rows.",
                "mean of each dimension of the code as a row of steps",
                new LineChart(
                        "dimension of the code",
                        "mean value",
                        samples.stream()
                                .map(sample -> Series.outline(sample.name(), sample.dimensions(), sample.means()))
                                .toList()));
    }

    private static Block nearZero(List<Sample> samples) {
        return new Block.Figure(
                "code-zeros",
                "Share of values less than " + CodeActivity.NEAR + " from zero in each dimension; a dimension at 1 is"
                        + " never used.",
                "share of near-zero values of each dimension of the code as a row of steps",
                new LineChart(
                        "dimension of the code",
                        "share near zero",
                        samples.stream()
                                .map(sample -> Series.outline(sample.name(), sample.dimensions(), sample.zeroShares()))
                                .toList()));
    }

    private static Block activity(boolean named, List<RunView> runs) {
        List<List<String>> rows = new ArrayList<>();
        for (RunView run : runs) {
            run.metrics()
                    .group(EncodeFigures.class)
                    .filter(figures -> figures.meanCode() != null)
                    .ifPresent(figures -> rows.add(List.of(
                            named ? run.name() : "all test rows",
                            Numbers.count(figures.dimension()),
                            Numbers.error(figures.meanCode()),
                            Numbers.percent(figures.nearZeroShare()))));
        }
        return new Block.Table("Code values of the test rows.", List.of("of", "dimensions", "mean", "near zero"), rows);
    }

    private static String rows(List<Sample> samples) {
        long most = samples.stream()
                .mapToLong(sample -> sample.codes().rows())
                .max()
                .orElseThrow();
        return String.format(Locale.ROOT, "%s%,d", samples.size() > 1 ? "up to " : "", most);
    }

    /**
     * Codes of some rows of a run.
     *
     * @param name of the run; empty for a single run
     * @param codes {@code [rows, code]}, at least one row
     */
    record Sample(String name, RowBlock codes) {
        private static final int BINS = 60;

        /** Edges of {@value #BINS} equal bins over the range of all samples; a constant gets a range of 1. */
        static double[] bins(List<Sample> samples) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (Sample sample : samples) {
                for (float value : sample.codes().values()) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
            if (low == high) {
                low -= 0.5;
                high += 0.5;
            }
            double[] edges = new double[BINS + 1];
            for (int i = 0; i <= BINS; i++) {
                edges[i] = low + (high - low) * i / BINS;
            }
            return edges;
        }

        /** Share of the values in each bin, divided by its width, so that the heights integrate to 1. */
        double[] density(double[] edges) {
            int bins = edges.length - 1;
            double width = (edges[bins] - edges[0]) / bins;
            double[] density = new double[bins];
            for (float value : codes.values()) {
                int bin = (int) ((value - edges[0]) / width);
                density[Math.min(bin, bins - 1)] += 1 / (width * codes.values().length);
            }
            return density;
        }

        /** Edges of one step for each dimension, centred on its number from 1. */
        double[] dimensions() {
            double[] edges = new double[codes.width() + 1];
            for (int i = 0; i < edges.length; i++) {
                edges[i] = i + 0.5;
            }
            return edges;
        }

        /** Mean value of each dimension. */
        double[] means() {
            double[] means = new double[codes.width()];
            for (int d = 0; d < means.length; d++) {
                means[d] = CodeActivity.of(dimension(d)).mean();
            }
            return means;
        }

        /** Share of values near zero in each dimension. */
        double[] zeroShares() {
            double[] shares = new double[codes.width()];
            for (int d = 0; d < shares.length; d++) {
                shares[d] = CodeActivity.of(dimension(d)).nearZeroShare();
            }
            return shares;
        }

        private float[] dimension(int d) {
            float[] values = new float[codes.rows()];
            for (int row = 0; row < values.length; row++) {
                values[row] = codes.values()[row * codes.width() + d];
            }
            return values;
        }
    }
}
