package io.sparkae.report.section;

import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.report.chart.GreyImage;
import io.sparkae.report.chart.ImageGrid;
import io.sparkae.rows.RowBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One image turning into another by way of their codes. */
final class Interpolation {
    static final int PAIRS = 5;
    private static final int STEPS = ImageGrid.COLUMNS - 2;

    private Interpolation() {}

    /** The first of two rows, what evenly spaced codes from its own to the second's decode to, and the second row. */
    static List<GreyImage> between(RunView run, RowBlock two) throws IOException {
        TrainedAutoencoder model = run.model();
        float[] codes = line(model.encode(two.values(), 2), STEPS);
        List<GreyImage> ends = RunImages.of(run, two.values());
        List<GreyImage> images = new ArrayList<>();
        images.add(ends.get(0));
        images.addAll(RunImages.of(run, model.decode(codes, STEPS)));
        images.add(ends.get(1));
        return images;
    }

    /**
     * Evenly spaced points, both ends included.
     *
     * @param ends {@code [2, code]}
     * @return {@code [steps, code]}
     */
    static float[] line(float[] ends, int steps) {
        int dimension = ends.length / 2;
        float[] from = Arrays.copyOf(ends, dimension);
        float[] points = new float[steps * dimension];
        for (int i = 0; i < points.length; i++) {
            float share = (float) (i / dimension) / (steps - 1);
            int d = i % dimension;
            points[i] = from[d] + share * (ends[dimension + d] - from[d]);
        }
        return points;
    }
}
