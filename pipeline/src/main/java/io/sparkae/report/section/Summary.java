package io.sparkae.report.section;

import io.sparkae.model.ModelSettings;
import io.sparkae.run.Figures;
import io.sparkae.run.Figures.Figure;
import io.sparkae.run.Figures.Topic;
import io.sparkae.run.StageName;
import io.sparkae.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The summary section: figures of one run by topic, or of several in columns. */
final class Summary {
    private Summary() {}

    static Optional<Section> of(RunView run) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(figures(run));
        blocks.addAll(Provenance.inputsAndStages(run));
        return Optional.of(new Section("summary", "Summary", blocks));
    }

    private static Block figures(RunView run) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("experiment", run.name()));
        run.manifest(StageName.TRAIN)
                .ifPresent(manifest -> rows.add(List.of(
                        "model", modelLine(manifest.settings(), run.facts().features()))));
        rows.add(List.of(
                "row shape",
                String.format(
                        Locale.ROOT,
                        "%d × %d pixels",
                        run.shape().height(),
                        run.shape().width())));
        for (Topic topic : Topic.values()) {
            Figures.line(topic, run.metrics()).ifPresent(figures -> rows.add(List.of(topic.label(), figures)));
        }
        return new Block.Table("Figures of the run.", List.of("topic", "figures"), rows);
    }

    /**
     * The model in one line, worded by its family.
     *
     * @param settings of the train stage
     * @param features number of values of a row
     */
    private static String modelLine(Map<String, Object> settings, int features) {
        List<String> pairs = settings.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("model."))
                .map(entry -> Settings.pair(entry.getKey(), entry.getValue()))
                .toList();
        ModelSettings model = ModelSettings.read(Settings.load(List.of(), pairs).reader());
        String line = model.family().line(model, features);
        return Boolean.TRUE.equals(settings.get("training.layerwise")) ? line + ", trained layer by layer" : line;
    }

    static Optional<Section> of(List<RunView> runs) {
        List<String> head = new ArrayList<>(List.of("figure"));
        runs.forEach(run -> head.add(run.name()));
        return Optional.of(new Section(
                "summary",
                "Summary",
                List.of(
                        new Block.Table("Figures; ↑ higher is better, ↓ lower is better.", head, figures(runs)),
                        new Block.Table("Differing settings.", head, differences(runs)))));
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
