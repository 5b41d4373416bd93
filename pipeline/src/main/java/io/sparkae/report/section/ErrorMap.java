package io.sparkae.report.section;

import io.sparkae.report.chart.GreyImage;
import io.sparkae.report.chart.HeatMap;
import io.sparkae.rows.RowBlock;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Which pixels a model gets wrong: {@code √(Σ_rows (p − x)² / rows)} for each, in shades of grey from 0 to 1. */
final class ErrorMap {
    private static final int ROWS = 1000;

    private ErrorMap() {}

    /** Of the first held-out rows; there is at least one. */
    static Block.Figure of(RunView run) throws IOException {
        RowBlock first = run.heldOut();
        int count = Math.min(ROWS, first.rows());
        RowBlock rows = first.select(IntStream.range(0, count).toArray());
        float[] errors = rootMeanSquares(
                RunImages.of(run, rows.values()), RunImages.of(run, run.model().reconstruct(rows.values(), count)));
        double largest = IntStream.range(0, errors.length)
                .mapToDouble(i -> errors[i])
                .max()
                .orElse(0);
        return new Block.Figure(
                "error-map",
                String.format(
                        Locale.ROOT,
                        "Error of each pixel: the root of its mean squared error over the first %,d %s rows.",
                        count,
                        run.settings().heldOut().folder()),
                String.format(Locale.ROOT, "an image of errors from 0 to %.2g", largest),
                new HeatMap(
                        errors,
                        run.shape().height(),
                        run.shape().width(),
                        "root mean squared error (0 black … 1 white)"));
    }

    static float[] rootMeanSquares(List<GreyImage> originals, List<GreyImage> reconstructions) {
        int pixels = originals.get(0).values().length;
        double[] squares = new double[pixels];
        for (int row = 0; row < originals.size(); row++) {
            for (int i = 0; i < pixels; i++) {
                double error = (double) reconstructions.get(row).values()[i]
                        - originals.get(row).values()[i];
                squares[i] += error * error;
            }
        }
        float[] roots = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            roots[i] = (float) Math.sqrt(squares[i] / originals.size());
        }
        return roots;
    }
}
