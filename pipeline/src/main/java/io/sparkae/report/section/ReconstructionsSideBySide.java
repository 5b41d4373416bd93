package io.sparkae.report.section;

import io.sparkae.report.chart.ImageGrid;
import io.sparkae.rows.RowBlock;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What several models make of held-out images; runs of one dataset are shown the same ones. */
final class ReconstructionsSideBySide {
    private ReconstructionsSideBySide() {}

    static Optional<Section> of(List<RunView> runs) throws IOException {
        List<ImageGrid.Row> rows = new ArrayList<>();
        RunView before = null;
        for (RunView run : runs) {
            if (!run.has(StageName.TRAIN) || !run.hasImages() || run.heldOut().rows() == 0) {
                continue;
            }
            RowBlock originals = run.heldOut().select(Variety.of(run.heldOut().labels(), ImageGrid.COLUMNS));
            if (before == null || !sameRows(before, run)) {
                rows.add(new ImageGrid.Row("original", RunImages.of(run, originals.values())));
            }
            rows.add(new ImageGrid.Row(
                    run.name(), RunImages.of(run, run.model().reconstruct(originals.values(), originals.rows()))));
            before = run;
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Section(
                "reconstructions",
                "Reconstructions",
                List.of(new Block.Figure(
                        "reconstructions",
                        "Held-out rows, and what each model gives back of them.",
                        "rows of images: the originals, and below them those of each run",
                        new ImageGrid(rows)))));
    }

    /** Data, split and scaling decide which rows there are; they are the settings of the first stage, and its inputs. */
    private static boolean sameRows(RunView one, RunView other) {
        return one.dataset().fingerprint().equals(other.dataset().fingerprint());
    }
}
