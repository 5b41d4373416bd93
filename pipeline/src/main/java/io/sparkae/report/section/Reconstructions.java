package io.sparkae.report.section;

import static org.apache.spark.sql.functions.col;

import io.sparkae.encode.ReconstructionMetrics;
import io.sparkae.model.Corruption;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.report.chart.HeatMap;
import io.sparkae.report.chart.ImageGrid;
import io.sparkae.report.chart.Tile.GreyImage;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import io.sparkae.rows.table.VerifiedParquet;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** The section of held-out images beside their reconstructions. */
final class Reconstructions {
    private static final int IMAGES = 20;

    private static final int WORST = 10;

    /** Half the usual number, which leaves room for captions with class names. */
    private static final int WORST_COLUMNS = 5;

    private static final int ERROR_MAP_ROWS = 1000;

    private Reconstructions() {}

    static Optional<Section> of(RunView run) throws IOException {
        if (!run.has(StageName.TRAIN) || !run.hasImages() || run.heldOut().rows() == 0) {
            return Optional.empty();
        }
        RowBlock rows = run.balancedSample(IMAGES);
        List<Block> blocks = new ArrayList<>();
        blocks.add(clean(run, rows));
        if (run.model().settings().corruption().kind() != Corruption.Kind.NONE) {
            blocks.add(restored(run, rows));
        }
        worst(run).ifPresent(blocks::add);
        blocks.add(errorMap(run));
        return Optional.of(new Section("reconstructions", "Reconstructions", blocks));
    }

    private static Block.Figure clean(RunView run, RowBlock rows) throws IOException {
        return new Block.Figure(
                "reconstructions",
                "Rows of the " + split(run) + " set above their reconstructions.",
                rows.rows() + " images, each above its reconstruction",
                new ImageGrid(GridRows.of(
                        ImageGrid.COLUMNS,
                        List.of(
                                new ImageGrid.Row("original above reconstruction", run.images(rows.values())),
                                new ImageGrid.Row("", reconstructed(run, rows.values(), rows.rows()))))));
    }

    private static Block.Figure restored(RunView run, RowBlock rows) throws IOException {
        Corruption corruption = run.model().settings().corruption();
        float[] noisy = ReconstructionMetrics.corrupted(rows, corruption);
        return new Block.Figure(
                "restored",
                "The same rows; below them the rows with " + noise(corruption)
                        + ", then their reconstructions; shades are clipped to [0, 1].",
                rows.rows() + " images, each above a noisy copy and its reconstruction",
                new ImageGrid(GridRows.of(
                        ImageGrid.COLUMNS,
                        List.of(
                                new ImageGrid.Row("original, noisy, restored", run.images(rows.values())),
                                new ImageGrid.Row("", run.images(noisy)),
                                new ImageGrid.Row("", reconstructed(run, noisy, rows.rows()))))));
    }

    private static List<GreyImage> reconstructed(RunView run, float[] features, int rows) throws IOException {
        TrainedAutoencoder model = run.model();
        return run.images(model.reconstruct(features, rows));
    }

    private static String noise(Corruption corruption) {
        return corruption.kind() == Corruption.Kind.GAUSSIAN
                ? String.format(Locale.ROOT, "Gaussian noise of standard deviation %s", corruption.stddev())
                : String.format(
                        Locale.ROOT,
                        "values kept and scaled up with probability %s, otherwise set to 0",
                        corruption.keep());
    }

    private static String split(RunView run) {
        return run.settings().heldOut().folder();
    }

    /** Several runs in one grid; runs of one dataset share the originals. */
    static Optional<Section> of(List<RunView> runs) throws IOException {
        List<ImageGrid.Row> rows = new ArrayList<>();
        RunView before = null;
        for (RunView run : runs) {
            if (!run.has(StageName.TRAIN) || !run.hasImages() || run.heldOut().rows() == 0) {
                continue;
            }
            RowBlock originals = run.balancedSample(ImageGrid.COLUMNS);
            if (before == null || !sameRows(before, run)) {
                rows.add(new ImageGrid.Row("original", run.images(originals.values())));
            }
            rows.add(new ImageGrid.Row(
                    run.name(), run.images(run.model().reconstruct(originals.values(), originals.rows()))));
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
                        "Held-out rows and their reconstructions by each model.",
                        "rows of images: originals, then the reconstructions of each run",
                        new ImageGrid(rows)))));
    }

    /** The fingerprint of the dataset covers data, split and scaling, which decide the rows. */
    private static boolean sameRows(RunView one, RunView other) {
        return one.dataset().fingerprint().equals(other.dataset().fingerprint());
    }

    /** The held-out rows with the largest reconstruction error; empty without encodings. */
    private static Optional<Block.Figure> worst(RunView run) throws IOException {
        Split split = run.settings().heldOut();
        if (run.manifest(StageName.ENCODE)
                .filter(manifest -> manifest.rows().getOrDefault(split.folder(), 0L) > 0)
                .isEmpty()) {
            return Optional.empty();
        }
        List<Row> worst = VerifiedParquet.read(run.spark(), new Path(run.folder(StageName.ENCODE), split.folder()))
                .select("id", "reconstruction_error")
                .orderBy(col("reconstruction_error").desc(), col("id"))
                .limit(WORST)
                .collectAsList();
        long[] ids = worst.stream().mapToLong(row -> row.getLong(0)).toArray();
        RowBlock rows = run.byId(List.of(split), ids);
        List<String> captions = IntStream.range(0, ids.length)
                .mapToObj(i -> String.format(
                        Locale.ROOT, "%.3g\n%s", worst.get(i).getFloat(1), run.className(rows.labels()[i])))
                .toList();
        float[] reconstructions = run.model().reconstruct(rows.values(), rows.rows());
        return Optional.of(new Block.Figure(
                "worst",
                "The " + ids.length + " of all " + split.folder()
                        + " rows with the largest reconstruction error (mean squared error per pixel, of features), the"
                        + " largest first: original above reconstruction, below them error and class.",
                ids.length + " images with the largest errors, from "
                        + String.join(" to ", List.of(error(worst.get(0)), error(worst.get(worst.size() - 1)))),
                new ImageGrid(
                        WORST_COLUMNS,
                        GridRows.of(
                                WORST_COLUMNS,
                                List.of(
                                        new ImageGrid.Row("", run.images(rows.values())),
                                        new ImageGrid.Row("", run.images(reconstructions), captions))))));
    }

    private static String error(Row row) {
        return String.format(Locale.ROOT, "%.3g", row.getFloat(1));
    }

    /** Error of each pixel, {@code √(Σ_rows (p − x)² / rows)}, in shades of grey from 0 to 1. */
    private static Block.Figure errorMap(RunView run) throws IOException {
        RowBlock first = run.heldOut();
        int count = Math.min(ERROR_MAP_ROWS, first.rows());
        RowBlock rows = first.select(IntStream.range(0, count).toArray());
        float[] errors = rootMeanSquares(
                run.images(rows.values()), run.images(run.model().reconstruct(rows.values(), count)));
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

    /** Root mean squared error of each pixel over all images. */
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
