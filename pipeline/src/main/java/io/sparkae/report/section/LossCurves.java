package io.sparkae.report.section;

import io.sparkae.report.chart.LineChart;
import io.sparkae.report.chart.LineChart.Series;
import io.sparkae.run.StageName;
import io.sparkae.train.averaging.EpochRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The section of loss curves over epochs, of one run or several. */
final class LossCurves {
    private LossCurves() {}

    static Optional<Section> of(RunView run) throws IOException {
        return of(List.of(run));
    }

    /** Several runs in one chart. */
    static Optional<Section> of(List<RunView> runs) throws IOException {
        List<Series> series = new ArrayList<>();
        for (RunView run : runs) {
            List<EpochRecord> epochs = run.has(StageName.TRAIN) ? run.history() : List.of();
            if (!epochs.isEmpty()) {
                series.addAll(curves(runs.size() > 1 ? run.name() + " " : "", epochs));
            }
        }
        if (series.isEmpty()) {
            return Optional.empty();
        }
        Block.Figure figure = new Block.Figure(
                "loss",
                "Training loss: mean over the epoch, before each step. Validation loss: after the epoch. Both per pixel"
                        + " with penalties; final losses in the legend.",
                "curves of loss over epochs, each with its final loss, and the first one: "
                        + series.stream().map(LossCurves::inWords).collect(Collectors.joining("; ")),
                new LineChart("epoch", "loss per pixel", series));
        return Optional.of(new Section("loss", "Training", List.of(figure)));
    }

    private static List<Series> curves(String prefix, List<EpochRecord> epochs) {
        List<Series> curves = new ArrayList<>();
        List<String> phases = epochs.stream()
                .map(epoch -> Objects.requireNonNullElse(epoch.phase(), ""))
                .distinct()
                .toList();
        for (String phase : phases) {
            List<EpochRecord> own = epochs.stream()
                    .filter(epoch -> phase.equals(Objects.requireNonNullElse(epoch.phase(), "")))
                    .toList();
            String name = prefix + (phase.isEmpty() ? "" : phase + " ");
            double[] x = own.stream().mapToDouble(EpochRecord::epoch).toArray();
            curves.add(curve(
                    name + "training",
                    x,
                    own.stream().mapToDouble(EpochRecord::trainLoss).toArray()));
            if (own.stream().allMatch(epoch -> epoch.validationLoss() != null)) {
                curves.add(curve(
                        name + "validation",
                        x,
                        own.stream().mapToDouble(EpochRecord::validationLoss).toArray()));
            }
        }
        return curves;
    }

    private static Series curve(String name, double[] epochs, double[] losses) {
        return Series.line(String.format(Locale.ROOT, "%s, %.4f", name, losses[losses.length - 1]), epochs, losses);
    }

    private static String inWords(Series curve) {
        return String.format(Locale.ROOT, "%s from %.4f", curve.name(), curve.y()[0]);
    }
}
