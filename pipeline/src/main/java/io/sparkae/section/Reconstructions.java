package io.sparkae.section;

import io.sparkae.chart.GreyImage;
import io.sparkae.chart.ImageGrid;
import io.sparkae.dataset.RowBlock;
import io.sparkae.dataset.StageName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Held-out images above what the model makes of them. */
final class Reconstructions {
    private static final int IMAGES = 10;

    private Reconstructions() {}

    static Optional<Section> of(RunView run) throws IOException {
        if (!run.has(StageName.TRAIN) || !run.hasImages() || run.heldOut().rows() == 0) {
            return Optional.empty();
        }
        RowBlock rows = run.heldOut();
        int count = Math.min(IMAGES, rows.rows());
        float[] originals = Arrays.copyOf(rows.values(), count * rows.width());
        ImageGrid grid = new ImageGrid(List.of(
                new ImageGrid.Row("original", images(run, originals, count), List.of()),
                new ImageGrid.Row(
                        "reconstruction", images(run, run.model().reconstruct(originals, count), count), List.of())));
        return Optional.of(new Section(
                "reconstructions",
                "Reconstructions",
                List.of(new Block.Figure(
                        "reconstructions",
                        "The first " + count + " " + run.settings().heldOut().folder()
                                + " rows above their reconstructions.",
                        count + " images, and below each what the model gives back of it",
                        grid))));
    }

    private static List<GreyImage> images(RunView run, float[] values, int count) {
        int width = values.length / count;
        return IntStream.range(0, count)
                .mapToObj(i -> run.image(Arrays.copyOfRange(values, i * width, (i + 1) * width)))
                .toList();
    }
}
