package io.sparkae.report.section;

import static org.apache.spark.sql.functions.col;

import io.sparkae.report.chart.ImageGrid;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import io.sparkae.rows.VerifiedParquet;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** The held-out rows that are furthest from their reconstructions. */
final class WorstRows {
    private static final int ROWS = 10;

    /** Half as many as usual, for captions with the names of classes. */
    private static final int COLUMNS = 5;

    private WorstRows() {}

    /** Of all held-out rows, if they have been encoded. */
    static Optional<Block.Figure> of(RunView run) throws IOException {
        Split split = run.settings().heldOut();
        if (run.manifest(StageName.ENCODE)
                .filter(manifest -> manifest.rows().getOrDefault(split.folder(), 0L) > 0)
                .isEmpty()) {
            return Optional.empty();
        }
        List<Row> worst = VerifiedParquet.read(run.spark(), new Path(run.folder(StageName.ENCODE), split.folder()))
                .select("id", "reconstruction_error")
                .orderBy(col("reconstruction_error").desc(), col("id"))
                .limit(ROWS)
                .collectAsList();
        long[] ids = worst.stream().mapToLong(row -> row.getLong(0)).toArray();
        RowBlock rows = RunImages.byId(run, List.of(split), ids);
        List<String> captions = IntStream.range(0, ids.length)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "%.3g\n%s",
                        worst.get(i).getFloat(1),
                        ClassNames.of(rows.labels()[i], run.classNames())))
                .toList();
        float[] reconstructions = run.model().reconstruct(rows.values(), rows.rows());
        return Optional.of(new Block.Figure(
                "worst",
                "The " + ids.length + " of all " + split.folder()
                        + " rows with the largest reconstruction error (mean squared error a pixel, in features), the"
                        + " largest first: original above reconstruction, below them error and class.",
                ids.length + " images that the model gives back badly, with errors from "
                        + String.join(" to ", List.of(error(worst.get(0)), error(worst.get(worst.size() - 1)))),
                new ImageGrid(
                        COLUMNS,
                        Lines.of(
                                COLUMNS,
                                List.of(
                                        new ImageGrid.Row("", RunImages.of(run, rows.values())),
                                        new ImageGrid.Row("", RunImages.of(run, reconstructions), captions))))));
    }

    private static String error(Row row) {
        return String.format(Locale.ROOT, "%.3g", row.getFloat(1));
    }
}
