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

/** The table of a sweep: one row for the raw features, one for each model. */
public final class SweepTable {
    /** The file's name in the sweep's folder. */
    public static final String FILE = "sweep.json";

    private static final int HEADING = 14;
    private static final int NARROWEST = 6;

    private final List<SweepRow> rows = new ArrayList<>();

    /**
     * Adds the raw features.
     *
     * @param images number of rows, training and test
     * @param accuracy of k-NN on them, null if unknown
     * @param seconds of the search
     */
    public void addPixels(long images, int features, Double accuracy, double seconds) {
        rows.add(new SweepRow(SweepRow.PIXELS, features, 1, megabytes(images, features), accuracy, seconds, 0.0, null));
    }

    /**
     * Adds the codes of a run.
     *
     * @param codes the family of the model
     * @param metrics of all stages of the run
     * @param seconds of a search, a median
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

    /** Lines for a terminal: headings broken to at most {@value #HEADING} letters, then a line for each row. */
    @Override
    public String toString() {
        List<List<String>> headings = SweepRow.COLUMNS.stream()
                .map(column -> broken(column.heading()))
                .toList();
        int lines = headings.stream().mapToInt(List::size).max().orElseThrow();
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines; line++) {
            text.append(String.format(Locale.ROOT, "  %-16s", line == lines - 1 ? "codes" : ""));
            for (List<String> heading : headings) {
                int own = line - (lines - heading.size()); // the last lines are level
                cell(text, own < 0 ? "" : heading.get(own), width(heading));
            }
            text.append(System.lineSeparator());
        }
        for (SweepRow row : rows) {
            text.append(String.format(Locale.ROOT, "  %-16s", row.codes()));
            for (int i = 0; i < headings.size(); i++) {
                cell(text, SweepRow.COLUMNS.get(i).text(row).replace('–', '-'), width(headings.get(i)));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private static void cell(StringBuilder line, String text, int width) {
        line.append("  ").append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }

    private static int width(List<String> heading) {
        return heading.stream().mapToInt(String::length).reduce(NARROWEST, Math::max);
    }

    private static List<String> broken(String heading) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : heading.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > HEADING) {
                lines.add(line);
                line = "";
            }
            line += line.isEmpty() ? word : " " + word;
        }
        lines.add(line);
        return lines;
    }

    private static double megabytes(long rows, int values) {
        return rows * (double) values * Float.BYTES / 1e6;
    }
}
