package io.sparkae.report.section;

import io.sparkae.run.Manifest;
import io.sparkae.run.StageName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run has come to and what it was made from, in numbers. */
final class Summary {
    private final RunView run;
    private final List<List<String>> rows = new ArrayList<>();

    private Summary(RunView run) {
        this.run = run;
    }

    static Optional<Section> of(RunView run) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Summary(run).figures());
        blocks.addAll(MadeFrom.of(run));
        return Optional.of(new Section("summary", "Summary", blocks));
    }

    private Block figures() {
        row("experiment", run.name());
        run.manifest(StageName.TRAIN).ifPresent(this::model);
        data(run.metrics("dataset"));
        if (run.has(StageName.ENCODE)) {
            code(run.metrics("encoding"));
            reconstruction(run.metrics("reconstruction"));
        }
        if (run.metrics("reconstruction").get("testElbo") != null) {
            row(
                    "evidence lower bound",
                    Figures.tenths(run.metrics("reconstruction").get("testElbo")) + " nats a test row");
        }
        if (run.has(StageName.KNN)) {
            accuracy("k-NN on codes", "accuracy");
            accuracy("k-NN on raw pixels", "rawAccuracy");
        }
        seconds();
        return new Block.Table("Figures of the run.", List.of("what", "value"), rows);
    }

    private void model(Manifest manifest) {
        row("model", ModelLine.of(manifest.settings(), run.dataset().fact("features", Integer.class)));
        Map<String, Object> training = run.metrics("training");
        row("parameters", Figures.count(training.get("parameters")));
        if (training.containsKey("secondsPerEpoch")) {
            row(
                    "training",
                    String.format(
                            Locale.ROOT,
                            "%s epochs on %s workers, %.1f s an epoch (median); epoch %s kept",
                            training.get("epochs"),
                            training.get("workers"),
                            median((List<?>) training.get("secondsPerEpoch")),
                            training.get("bestEpoch")));
        }
    }

    private void data(Map<String, Object> dataset) {
        row(
                "rows",
                String.format(
                        Locale.ROOT,
                        "%s training, %s validation, %s test; %s rejected",
                        Figures.count(dataset.get("trainRows")),
                        Figures.count(dataset.get("validationRows")),
                        Figures.count(dataset.get("testRows")),
                        Figures.count(dataset.get("rejectedRows"))));
        row(
                "a row",
                String.format(
                        Locale.ROOT,
                        "%d × %d pixels, one of %s classes",
                        run.shape().height(),
                        run.shape().width(),
                        dataset.get("classes")));
    }

    private void code(Map<String, Object> encoding) {
        row(
                "code",
                String.format(
                        Locale.ROOT,
                        "%s values, compression ratio %.1f",
                        encoding.get("dimension"),
                        ((Number) encoding.get("compressionRatio")).doubleValue()));
    }

    private void reconstruction(Map<String, Object> errors) {
        List<String> parts = new ArrayList<>();
        part(parts, "cross-entropy %s", errors.get("testBce"));
        part(parts, "mean squared error %s", errors.get("testMse"));
        part(parts, "from corrupted input %s", errors.get("testMseFromCorrupted"));
        if (!parts.isEmpty()) {
            row("reconstruction of test rows", String.join(", ", parts) + " per pixel");
        }
    }

    private static void part(List<String> parts, String format, Object error) {
        if (error != null) {
            parts.add(String.format(Locale.ROOT, format, Figures.error(error)));
        }
    }

    private void accuracy(String name, String figure) {
        Map<String, Object> knn = run.metrics("knn");
        if (knn.containsKey(figure)) {
            row(name, Figures.percent(knn.get(figure)) + " right (k = " + knn.get("k") + ")");
        }
    }

    private void seconds() {
        row(
                "seconds",
                Arrays.stream(StageName.values())
                        .filter(stage -> stage != StageName.REPORT && run.has(stage))
                        .map(stage -> stage.command() + " "
                                + Figures.tenths(
                                        run.manifest(stage).orElseThrow().seconds()))
                        .collect(Collectors.joining(", ")));
    }

    private void row(String what, String value) {
        rows.add(List.of(what, value));
    }

    private static double median(List<?> seconds) {
        double[] sorted = seconds.stream()
                .mapToDouble(s -> ((Number) s).doubleValue())
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }
}
