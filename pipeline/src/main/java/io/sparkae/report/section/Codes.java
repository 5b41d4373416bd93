package io.sparkae.report.section;

import io.sparkae.encode.CodeActivity;
import io.sparkae.encode.EncodeFigures;
import io.sparkae.report.chart.LineChart;
import io.sparkae.report.chart.Series;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What values codes have, of one run or several. */
final class Codes {
    private Codes() {}

    static Optional<Section> of(RunView run) throws IOException {
        return of(List.of(run));
    }

    /** Of several runs in the same charts. */
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
        List<CodeSample> samples = encoded.stream()
                .map(run -> new CodeSample(runs.size() > 1 ? run.name() : "", run.codes()))
                .toList();
        return Optional.of(new Section(
                "codes",
                "Codes",
                List.of(density(samples), means(samples), nearZero(samples), activity(runs.size() > 1, encoded))));
    }

    private static Block density(List<CodeSample> samples) {
        double[] edges = CodeSample.bins(samples);
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

    private static Block means(List<CodeSample> samples) {
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

    private static Block nearZero(List<CodeSample> samples) {
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

    private static String rows(List<CodeSample> samples) {
        long most = samples.stream()
                .mapToLong(sample -> sample.codes().rows())
                .max()
                .orElseThrow();
        return String.format(Locale.ROOT, "%s%,d", samples.size() > 1 ? "up to " : "", most);
    }
}
