package io.sparkae.report.sweep;

import io.sparkae.encode.EncodeFigures;
import io.sparkae.encode.ReconstructionFigures;
import io.sparkae.files.Json;
import io.sparkae.ingest.IngestFigures;
import io.sparkae.knn.KnnFigures;
import io.sparkae.run.Metrics;
import io.sparkae.run.RunFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/** How small may the code be: one row for the pixels, one for each size of code, learned and by principal components. */
public final class SweepTable {
    /** The file's name in the sweep's folder. */
    public static final String FILE = "sweep.json";

    private final List<SweepRow> rows = new ArrayList<>();

    /**
     * Adds the raw features.
     *
     * @param accuracy of k-NN on them, null if unknown
     * @param seconds of the search
     */
    public void addPixels(long images, int features, Double accuracy, double seconds) {
        rows.add(new SweepRow("pixels", features, 1, megabytes(images, features), accuracy, seconds, 0.0, null));
    }

    /**
     * Adds the codes of a run.
     *
     * @param metrics of all stages of the run
     * @param seconds of the search
     */
    public void add(String codes, Metrics metrics, double seconds) {
        IngestFigures dataset = metrics.group(IngestFigures.class).orElseThrow();
        EncodeFigures encoding = metrics.group(EncodeFigures.class).orElseThrow();
        ReconstructionFigures errors =
                metrics.group(ReconstructionFigures.class).orElseThrow();
        long images = dataset.trainRows() + dataset.validationRows() + dataset.testRows();
        rows.add(new SweepRow(
                codes,
                encoding.dimension(),
                encoding.compressionRatio(),
                megabytes(images, encoding.dimension()),
                metrics.group(KnnFigures.class).orElseThrow().accuracy(),
                seconds,
                errors.testMse(),
                errors.testBce()));
    }

    /**
     * Refuses to write over a user's file of this name.
     *
     * @throws io.sparkae.files.StageOutputException if there is one
     */
    public static void requireOurs(RunFolder folder) throws IOException {
        folder.requireOurs(FILE, "\"codes\"");
    }

    /** Writes {@code sweep.json}. */
    public void write(RunFolder folder) throws IOException {
        Json.writeAtomically(folder.fs(), new Path(folder.root(), FILE), rows);
    }

    /** For people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "  %-16s %6s %7s %9s %9s %8s %9s %9s%n",
                "codes",
                "values",
                "ratio",
                "MB",
                "accuracy",
                "k-NN s",
                "test MSE",
                "test BCE"));
        for (SweepRow row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-16s %6d %7.1f %9.1f %9s %8.2f %9s %9s%n",
                    row.codes(),
                    row.dimension(),
                    row.compressionRatio(),
                    row.megabytes(),
                    row.accuracy() == null ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * row.accuracy()),
                    row.knnSeconds(),
                    error(row.testMse()),
                    error(row.testBce())));
        }
        return text.toString();
    }

    private static String error(Double error) {
        return error == null ? "-" : String.format(Locale.ROOT, "%.4f", error);
    }

    private static double megabytes(long rows, int values) {
        return rows * (double) values * Float.BYTES / 1e6;
    }
}
