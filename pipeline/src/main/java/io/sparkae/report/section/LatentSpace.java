package io.sparkae.report.section;

import io.sparkae.report.chart.PointChart;
import io.sparkae.rows.RowBlock;
import io.sparkae.run.StageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Codes in two dimensions, coloured by class: as they are if they have two, else by their principal components. */
final class LatentSpace {
    private LatentSpace() {}

    static Optional<Section> of(RunView run) {
        return of(List.of(run));
    }

    /** Of several runs, a chart each. */
    static Optional<Section> of(List<RunView> runs) {
        List<Block> charts = new ArrayList<>();
        for (RunView run : runs) {
            if (run.has(StageName.ENCODE)
                    && run.codes().rows() > 1
                    && run.codes().width() >= 2) {
                charts.add(
                        runs.size() == 1
                                ? chart(run, "latent", "Codes of ")
                                : chart(run, "latent-" + (charts.size() + 1), run.name() + ": codes of "));
            }
        }
        return charts.isEmpty() ? Optional.empty() : Optional.of(new Section("latent", "Latent space", charts));
    }

    private static Block chart(RunView run, String name, String begin) {
        RowBlock codes = run.codes();
        CodePlane plane = CodePlane.of(run.spark(), codes);
        String rows = String.format(Locale.ROOT, "%,d", codes.rows());
        return new Block.Figure(
                name,
                begin + "the first " + rows + " " + run.settings().heldOut().folder() + " rows"
                        + (codes.width() == 2 ? "" : " on their first two principal components")
                        + (labelled(codes)
                                ? ", by class; a name stands at the median of its class."
                                : "; none has a label."),
                rows + " points in a plane" + (labelled(codes) ? ", coloured by class" : ""),
                new PointChart(plane.xTitle(), plane.yTitle(), plane.x(), plane.y(), codes.labels(), run.classNames()));
    }

    private static boolean labelled(RowBlock codes) {
        return IntStream.of(codes.labels()).anyMatch(label -> label != RowBlock.NO_LABEL);
    }
}
