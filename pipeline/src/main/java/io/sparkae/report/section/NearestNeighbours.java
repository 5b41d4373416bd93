package io.sparkae.report.section;

import io.sparkae.knn.Evaluation;
import io.sparkae.knn.KnnFigures;
import io.sparkae.report.chart.ConfusionChart;
import io.sparkae.run.Figures;
import io.sparkae.run.Figures.Topic;
import io.sparkae.run.StageName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How far codes tell classes apart: what votes of the nearest neighbours come to. */
final class NearestNeighbours {
    /** More would make a picture of several pages, and from a thousand on one that no heap holds. */
    private static final int MOST_CLASSES = 100;

    private NearestNeighbours() {}

    static Optional<Section> of(RunView run) {
        if (!run.has(StageName.KNN)) {
            return Optional.empty();
        }
        List<Block> blocks = new ArrayList<>();
        KnnFigures figures = run.metrics().group(KnnFigures.class).orElseThrow();
        if (figures.confusion() != null) {
            long[][] counts = counts(figures.confusion());
            if (counts.length <= MOST_CLASSES) {
                blocks.add(chart(run, counts));
            }
            blocks.add(perClass(run, figures, counts));
        }
        blocks.add(searches(run, figures));
        Misclassified.of(run).ifPresent(blocks::add);
        return Optional.of(new Section("knn", "Nearest neighbours", blocks));
    }

    private static Block chart(RunView run, long[][] counts) {
        return new Block.Figure(
                "confusion",
                "True and predicted classes of " + queries(run) + ": counts, and shares of the true class. The darker"
                        + " (on a dark page, the brighter), the larger the share, on a logarithmic scale.",
                "matrix of true and predicted classes; the table beside it has precision and recall",
                new ConfusionChart(run.classNames(), counts));
    }

    private static String queries(RunView run) {
        return leaveOneOut(run) ? "the training rows, each without itself" : "the test rows";
    }

    private static boolean leaveOneOut(RunView run) {
        return Boolean.TRUE.equals(setting(run, "knn.leave-one-out"));
    }

    private static Object setting(RunView run, String key) {
        return run.manifest(StageName.KNN).orElseThrow().settings().get(key);
    }

    private static Block perClass(RunView run, KnnFigures knn, long[][] counts) {
        List<List<String>> rows = new ArrayList<>();
        for (Evaluation.ClassFigures figures : knn.perClass()) {
            rows.add(List.of(
                    run.classNames().get(figures.label()),
                    Numbers.percent(figures.precision()),
                    Numbers.percent(figures.recall()),
                    Numbers.percent(figures.f1()),
                    Numbers.count(Arrays.stream(counts[figures.label()]).sum())));
        }
        return new Block.Table(
                "Each class: precision, how many of the rows voted into it belong there; recall, how many of its rows"
                        + " were voted into it; F1, their harmonic mean.",
                List.of("class", "precision", "recall", "F1", "rows"),
                rows);
    }

    private static Block searches(RunView run, KnnFigures knn) {
        List<List<String>> rows = new ArrayList<>();
        for (Topic topic : List.of(Topic.KNN_CODES, Topic.KNN_PIXELS)) {
            Figures.line(topic, run.metrics()).ifPresent(figures -> rows.add(List.of(topic.label(), figures)));
        }
        return new Block.Table(
                "Votes of the " + knn.k() + " nearest neighbours of " + queries(run) + ", found by " + knn.method()
                        + " search in " + setting(run, "knn.metric") + " distance.",
                List.of("search", "figures"),
                rows);
    }

    private static long[][] counts(List<List<Long>> confusion) {
        return confusion.stream()
                .map(row -> row.stream().mapToLong(Long::longValue).toArray())
                .toArray(long[][]::new);
    }
}
