package io.sparkae.section;

import io.sparkae.chart.PointChart;
import io.sparkae.dataset.RowBlock;
import io.sparkae.dataset.StageName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Codes in two dimensions, coloured by class: as they are if they have two, else by their principal components. */
final class LatentSpace {
    private LatentSpace() {}

    static Optional<Section> of(RunView run) {
        if (!run.has(StageName.ENCODE) || run.codes().rows() == 0 || run.codes().width() < 2) {
            return Optional.empty();
        }
        RowBlock codes = run.codes();
        CodePlane plane = CodePlane.of(run.spark(), codes);
        String rows = String.format(Locale.ROOT, "%,d", codes.rows());
        return Optional.of(new Section(
                "latent",
                "Latent space",
                List.of(new Block.Figure(
                        "latent",
                        "Codes of the first " + rows + " "
                                + run.settings().heldOut().folder()
                                + " rows" + (codes.width() == 2 ? "" : " on their first two principal components")
                                + ", by class; a name stands at the median of its class.",
                        rows + " points in a plane, coloured by class",
                        new PointChart(
                                plane.xTitle(),
                                plane.yTitle(),
                                plane.x(),
                                plane.y(),
                                codes.labels(),
                                run.classNames())))));
    }
}
