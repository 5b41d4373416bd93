package io.sparkae.report;

import io.sparkae.ingest.IngestFigures;
import io.sparkae.knn.KnnFigures;
import io.sparkae.rows.Split;
import io.sparkae.run.Figures;
import io.sparkae.run.Figures.Topic;
import io.sparkae.run.Metrics;
import io.sparkae.run.RunFolder;
import io.sparkae.run.StageName;
import io.sparkae.settings.ControlCharacters;
import io.sparkae.train.TrainFigures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The figures of a run as lines for a terminal, one or more for each topic. */
public final class RunSummary {
    private static final int NAME = 15;
    private static final int WIDTH = 100;

    private final List<String> lines = new ArrayList<>();

    private RunSummary() {}

    /**
     * The summary.
     *
     * @param metrics as {@link RunMetrics#collect} gives them
     * @param run for the paths of results
     */
    public static String of(Metrics metrics, RunFolder run) {
        RunSummary summary = new RunSummary();
        for (Topic topic : Topic.values()) {
            Figures.line(topic, metrics)
                    .ifPresent(figures -> summary.wrapped(topic.label(), prefix(topic, metrics) + figures));
            if (topic == Topic.DATA) {
                metrics.group(IngestFigures.class).ifPresent(summary::dataset);
            }
        }
        summary.paths(run);
        return String.join(System.lineSeparator(), summary.lines);
    }

    /** Text before the figures of a topic. */
    private static String prefix(Topic topic, Metrics metrics) {
        Optional<KnnFigures> knn = metrics.group(KnnFigures.class);
        return switch (topic) {
            case TRAINING ->
                metrics.group(TrainFigures.class)
                        .map(training ->
                                training.experiment() + ": " + (training.inEpochs() ? "" : "principal components, "))
                        .orElse("");
            case KNN_CODES ->
                knn.map(figures -> search(figures, figures.accuracy())).orElse("");
            case KNN_PIXELS ->
                knn.map(figures -> search(figures, figures.rawAccuracy())).orElse("");
            default -> "";
        };
    }

    /** The method unless it is exact, and whether there are labels to compare with. */
    private static String search(KnnFigures knn, Double accuracy) {
        return (accuracy == null ? "no labels to compare with, " : "")
                + (knn.method().equals("exact") ? "" : "by " + knn.method() + ", ");
    }

    private void dataset(IngestFigures dataset) {
        for (Split split : Split.values()) {
            IngestFigures.SplitFigures figures = dataset.splits().of(split);
            if (figures != null) {
                line("", split.folder() + ": " + describe(figures));
            }
        }
        dataset.warnings().forEach(warning -> line("warning", warning));
    }

    private static String describe(IngestFigures.SplitFigures figures) {
        return String.format(
                Locale.ROOT,
                "pixel mean %.4g, variance %.4g, %,d constant pixels; rows of each class %s%s",
                figures.pixelMean(),
                figures.pixelVariance(),
                figures.constantPixels(),
                figures.classCounts().stream().map(Objects::toString).collect(Collectors.joining(" ")),
                figures.unlabelledRows() == 0
                        ? ""
                        : String.format(Locale.ROOT, "; %,d without a label", figures.unlabelledRows()));
    }

    private void paths(RunFolder run) {
        boolean local = run.root().toUri().getScheme().equals("file");
        line("results", local ? run.root().toUri().getPath() : run.root().toString());
        line(
                "",
                RunMetrics.FILE + ", "
                        + Arrays.stream(StageName.values())
                                .map(stage -> stage.folder() + "/")
                                .collect(Collectors.joining(", ")));
    }

    /** Adds a text, broken after commas at {@value #WIDTH} characters. */
    private void wrapped(String name, String text) {
        String begun = "";
        String heading = name;
        for (String part : text.replace('\u00a0', ' ').split("(?<=, )")) {
            if (!begun.isEmpty() && NAME + begun.length() + part.length() > WIDTH) {
                line(heading, begun.strip());
                heading = "";
                begun = "";
            }
            begun += part;
        }
        line(heading, begun);
    }

    private void line(String name, String text) {
        lines.add(String.format(Locale.ROOT, "  %-" + NAME + "s", name) + ControlCharacters.escaped(text));
    }
}
