package io.sparkae.report.section;

import io.sparkae.run.Figures;
import io.sparkae.run.Figures.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The figures of several runs in one table, a column each, and the settings in which they differ. */
final class SideBySide {
    private SideBySide() {}

    static Optional<Section> of(List<RunView> runs) {
        List<String> head = new ArrayList<>(List.of("figure"));
        runs.forEach(run -> head.add(run.name()));
        return Optional.of(new Section(
                "summary",
                "Summary",
                List.of(
                        new Block.Table("Figures; ↑ the higher the better, ↓ the lower.", head, figures(runs)),
                        new Block.Table("Settings that differ.", head, differences(runs)))));
    }

    private static List<List<String>> figures(List<RunView> runs) {
        List<List<String>> rows = new ArrayList<>();
        for (Figure figure : Figures.ALL) {
            List<String> row = new ArrayList<>(List.of(figure.title() + arrow(figure.better())));
            runs.forEach(
                    run -> row.add(figure.of(run.metrics()).map(figure::text).orElse("")));
            if (row.stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static String arrow(Figures.Direction better) {
        return switch (better) {
            case HIGHER -> " ↑";
            case LOWER -> " ↓";
            case NEITHER -> "";
        };
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
