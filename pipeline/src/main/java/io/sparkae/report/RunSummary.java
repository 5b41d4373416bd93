package io.sparkae.report;

import io.sparkae.run.RunFolder;
import io.sparkae.run.StageName;
import io.sparkae.settings.ControlCharacters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The figures of a run as a few lines for people. */
public final class RunSummary {
    private final Map<String, Map<String, Object>> metrics;
    private final List<String> lines = new ArrayList<>();

    private RunSummary(Map<String, Map<String, Object>> metrics) {
        this.metrics = metrics;
    }

    /**
     * The summary.
     *
     * @param metrics as {@link RunMetrics#collect} gives them
     * @param run for the paths of results
     */
    public static String of(Map<String, Map<String, Object>> metrics, RunFolder run) {
        RunSummary summary = new RunSummary(metrics);
        summary.figures();
        summary.paths(run);
        return String.join(System.lineSeparator(), summary.lines);
    }

    private void figures() {
        with("dataset", d -> new DatasetLines(d).forEach(this::line));
        with("training", this::training);
        with(
                "encoding",
                e -> line("codes", "%s values, 1/%.0f of the input", e.get("dimension"), e.get("compressionRatio")));
        with("reconstruction", this::reconstruction);
        with("knn", k -> {
            accuracy("k-NN on codes", k, "accuracy", "seconds", "recall", "exactSeconds");
            if (k.containsKey("rawSeconds")) {
                accuracy("k-NN on pixels", k, "rawAccuracy", "rawSeconds", "rawRecall", "rawExactSeconds");
            }
        });
        with(
                "stages",
                s -> line(
                        "seconds",
                        "%s",
                        Arrays.stream(StageName.values())
                                .filter(stage -> s.containsKey(stage.command()))
                                .map(stage ->
                                        String.format(Locale.ROOT, "%s %.1f", stage.command(), s.get(stage.command())))
                                .collect(Collectors.joining(", "))));
    }

    private void reconstruction(Map<String, Object> r) {
        String crossEntropy =
                r.containsKey("testBce") ? String.format(Locale.ROOT, "cross-entropy %.4f, ", r.get("testBce")) : "";
        String corrupted = r.containsKey("testMseFromCorrupted")
                ? String.format(Locale.ROOT, ", %.4f from corrupted input", r.get("testMseFromCorrupted"))
                : "";
        line("reconstruction", "test %smean squared error %.4f a pixel%s", crossEntropy, r.get("testMse"), corrupted);
        if (r.containsKey("testElbo")) {
            line(
                    "",
                    "evidence lower bound %.1f nats: reconstruction %.1f, latent %.1f",
                    r.get("testElbo"),
                    r.get("testReconstructionNats"),
                    r.get("testLatentNats"));
        }
    }

    private void training(Map<String, Object> training) {
        if (training.containsKey("secondsPerEpoch")) {
            line(
                    "training",
                    "%s: %s epochs, %s workers, %,d parameters, %.1f s an epoch (median)",
                    training.get("experiment"),
                    training.get("epochs"),
                    training.get("workers"),
                    training.get("parameters"),
                    median(training.get("secondsPerEpoch")));
        } else {
            line(
                    "model",
                    "%s: principal components, %,d parameters",
                    training.get("experiment"),
                    training.get("parameters"));
        }
    }

    private void accuracy(
            String name, Map<String, Object> knn, String accuracy, String seconds, String recall, String exactSeconds) {
        String right = knn.containsKey(accuracy)
                ? String.format(Locale.ROOT, "%.2f %% right", 100 * (Double) knn.get(accuracy))
                : "no labels to compare with";
        String approximate = knn.containsKey(recall)
                ? String.format(
                        Locale.ROOT,
                        " by %s, recall %.4f of the exact search's, which takes %.1f s",
                        knn.get("method"),
                        knn.get(recall),
                        knn.get(exactSeconds))
                : "";
        line(name, "%s (k = %s), search %.1f s%s", right, knn.get("k"), knn.get(seconds), approximate);
    }

    private void paths(RunFolder run) {
        line(
                "results",
                "%s",
                run.root().toUri().getScheme().equals("file")
                        ? run.root().toUri().getPath()
                        : run.root());
        line(
                "",
                "%s",
                RunMetrics.FILE + ", "
                        + Arrays.stream(StageName.values())
                                .map(stage -> stage.folder() + "/")
                                .collect(Collectors.joining(", ")));
    }

    private void with(String group, Consumer<Map<String, Object>> then) {
        if (metrics.containsKey(group) && !metrics.get(group).isEmpty()) {
            then.accept(metrics.get(group));
        }
    }

    private void line(String name, String format, Object... values) {
        lines.add(String.format(Locale.ROOT, "  %-15s", name)
                + ControlCharacters.escaped(String.format(Locale.ROOT, format, values)));
    }

    private static double median(Object seconds) {
        double[] sorted = ((List<?>) seconds)
                .stream().mapToDouble(s -> ((Number) s).doubleValue()).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
