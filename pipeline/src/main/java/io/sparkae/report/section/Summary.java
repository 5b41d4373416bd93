package io.sparkae.report.section;

import io.sparkae.run.Figures;
import io.sparkae.run.Figures.Topic;
import io.sparkae.run.StageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A run's figures by topic, and the inputs and stages that made them. */
final class Summary {
    private Summary() {}

    static Optional<Section> of(RunView run) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(figures(run));
        blocks.addAll(MadeFrom.of(run));
        return Optional.of(new Section("summary", "Summary", blocks));
    }

    private static Block figures(RunView run) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("experiment", run.name()));
        run.manifest(StageName.TRAIN)
                .ifPresent(manifest -> rows.add(List.of(
                        "model", ModelLine.of(manifest.settings(), run.facts().features()))));
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
}
