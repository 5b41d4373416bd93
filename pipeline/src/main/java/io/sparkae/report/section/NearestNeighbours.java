package io.sparkae.report.section;

import io.sparkae.report.chart.ConfusionChart;
import io.sparkae.run.StageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        if (run.metrics("knn").get("confusion") instanceof List<?> confusion) {
            long[][] counts = counts(confusion);
            if (counts.length <= MOST_CLASSES) {
                blocks.add(chart(run, counts));
            }
            blocks.add(perClass(run, counts));
        }
        blocks.add(searches(run));
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

    private static Block perClass(RunView run, long[][] counts) {
        List<List<String>> rows = new ArrayList<>();
        for (Object one : (List<?>) run.metrics("knn").get("perClass")) {
            Map<?, ?> figures = (Map<?, ?>) one;
            int label = ((Number) figures.get("label")).intValue();
            long total = 0;
            for (long count : counts[label]) {
                total += count;
            }
            rows.add(List.of(
                    run.classNames().get(label),
                    Figures.percent(figures.get("precision")),
                    Figures.percent(figures.get("recall")),
                    Figures.percent(figures.get("f1")),
                    Figures.count(total)));
        }
        return new Block.Table(
                "Each class: precision, how many of the rows voted into it belong there; recall, how many of its rows"
                        + " were voted into it; F1, their harmonic mean.",
                List.of("class", "precision", "recall", "F1", "rows"),
                rows);
    }

    private static Block searches(RunView run) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(search(run, "codes", "accuracy", "seconds", "recall"));
        if (run.metrics("knn").containsKey("rawSeconds")) {
            rows.add(search(run, "raw pixels", "rawAccuracy", "rawSeconds", "rawRecall"));
        }
        return new Block.Table(
                "Votes of the k nearest neighbours of " + queries(run)
                        + "; recall of the search: how many of the true nearest it found.",
                List.of("on", "right", "k", "metric", "method", "recall of the search", "search, s"),
                rows);
    }

    private static List<String> search(RunView run, String on, String accuracy, String seconds, String recall) {
        Map<String, Object> knn = run.metrics("knn");
        return List.of(
                on,
                knn.containsKey(accuracy) ? Figures.percent(knn.get(accuracy)) : "no labels",
                String.valueOf(knn.get("k")),
                String.valueOf(setting(run, "knn.metric")),
                String.valueOf(knn.get("method")),
                knn.containsKey(recall) ? Figures.error(knn.get(recall)) : "1, exact",
                Figures.tenths(knn.get(seconds)));
    }

    private static long[][] counts(List<?> confusion) {
        return confusion.stream()
                .map(row -> ((List<?>) row)
                        .stream()
                                .mapToLong(count -> ((Number) count).longValue())
                                .toArray())
                .toArray(long[][]::new);
    }
}
