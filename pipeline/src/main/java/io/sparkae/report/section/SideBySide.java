package io.sparkae.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The figures of several runs in one table, a column each, and what they were set to where that differs. */
final class SideBySide {
    /** Group, name in it, what it is called, how it is written. */
    private static final List<Figure> FIGURES = List.of(
            new Figure("dataset", "trainRows", "training rows", "%,d"),
            new Figure("dataset", "testRows", "test rows", "%,d"),
            new Figure("training", "parameters", "parameters", "%,d"),
            new Figure("training", "epochs", "epochs", "%d"),
            new Figure("training", "workers", "workers", "%d"),
            new Figure("encoding", "dimension", "values of a code", "%d"),
            new Figure("encoding", "compressionRatio", "compression ratio", "%.1f"),
            new Figure("encoding", "meanCode", "mean code value", "%.4f"),
            new Figure("encoding", "nearZeroShare", "share of code values near zero", "%.4f"),
            new Figure("reconstruction", "testBce", "test cross-entropy per pixel", "%.4f"),
            new Figure("reconstruction", "testMse", "test squared error per pixel", "%.4f"),
            new Figure("reconstruction", "testMseFromCorrupted", "the same from corrupted input", "%.4f"),
            new Figure("reconstruction", "testElbo", "evidence lower bound, nats", "%.1f"),
            new Figure("knn", "k", "neighbours, k", "%d"),
            new Figure("knn", "accuracy", "k-NN accuracy on codes", "%.4f"),
            new Figure("knn", "rawAccuracy", "k-NN accuracy on pixels", "%.4f"),
            new Figure("knn", "seconds", "search on codes, s", "%.2f"),
            new Figure("knn", "rawSeconds", "search on pixels, s", "%.2f"),
            new Figure("stages", "train", "training, s", "%.1f"));

    private SideBySide() {}

    private record Figure(String group, String name, String title, String format) {
        /** Empty if the run has none. */
        String of(RunView run) {
            Object value = run.metrics(group).get(name);
            return value == null ? "" : String.format(Locale.ROOT, format, value);
        }
    }

    static Optional<Section> of(List<RunView> runs) {
        List<String> head = new ArrayList<>(List.of("figure"));
        runs.forEach(run -> head.add(run.name()));
        return Optional.of(new Section(
                "summary",
                "Summary",
                List.of(
                        new Block.Table("What each run came to.", head, figures(runs)),
                        new Block.Table("Settings that differ.", head, differences(runs)))));
    }

    private static List<List<String>> figures(List<RunView> runs) {
        List<List<String>> rows = new ArrayList<>();
        for (Figure figure : FIGURES) {
            List<String> row = new ArrayList<>(List.of(figure.title()));
            runs.forEach(run -> row.add(figure.of(run)));
            if (row.stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<List<String>> differences(List<RunView> runs) {
        List<Map<String, Object>> settings =
                runs.stream().map(RunView::settingsInForce).toList();
        TreeSet<String> keys = new TreeSet<>();
        settings.forEach(own -> keys.addAll(own.keySet()));
        List<List<String>> rows = new ArrayList<>();
        for (String key : keys) {
            List<String> row = new ArrayList<>(List.of(key));
            settings.forEach(own -> row.add(String.valueOf(own.getOrDefault(key, ""))));
            if (row.stream().skip(1).distinct().count() > 1) {
                rows.add(row);
            }
        }
        return rows;
    }
}
