package io.sparkae.report.section;

import static org.apache.spark.sql.functions.col;

import io.sparkae.report.chart.Comparisons;
import io.sparkae.report.chart.GreyImage;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import io.sparkae.rows.VerifiedParquet;
import io.sparkae.run.StageName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** Rows whose neighbours vote for a wrong class, beside those neighbours. */
final class Misclassified {
    private static final int ROWS = 8;
    private static final int NEIGHBOURS = 7;
    private static final List<Split> TRAINING_INPUT = List.of(Split.TRAIN, Split.VALIDATION);

    private Misclassified() {}

    /** Those that the neighbours agree on most; empty if there are none. */
    static Optional<Block.Figure> of(RunView run) {
        if (!run.has(StageName.KNN) || !run.hasImages()) {
            return Optional.empty();
        }
        List<Row> wrong = VerifiedParquet.read(run.spark(), new Path(run.folder(StageName.KNN), "predictions"))
                .select("id", "label", "prediction", "vote_share")
                .where(col("label").notEqual(col("prediction"))) // not true of null, an unknown label
                .orderBy(col("vote_share").desc(), col("id"))
                .limit(ROWS)
                .collectAsList();
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Block.Figure(
                "misclassified",
                "Rows that k-NN on codes gets wrong, true class → predicted one, those first on which neighbours agree"
                        + " most. At the left of the line the row, at its right the nearest neighbours, the nearest"
                        + " first, with their classes.",
                wrong.size() + " images, each beside " + NEIGHBOURS + " or fewer that the model finds similar to it",
                new Comparisons(NEIGHBOURS, rows(run, wrong))));
    }

    private static List<Comparisons.Row> rows(RunView run, List<Row> wrong) {
        long[] ids = wrong.stream().mapToLong(row -> row.getLong(0)).toArray();
        List<GreyImage> queries =
                RunImages.of(run, RunImages.byId(run, splits(run), ids).values());
        Map<Long, List<Long>> neighbours = neighbours(run, ids);
        long[] all = neighbours.values().stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .distinct()
                .toArray();
        RowBlock found = RunImages.byId(run, TRAINING_INPUT, all);
        List<GreyImage> images = RunImages.of(run, found.values());
        Map<Long, Integer> places = new HashMap<>();
        IntStream.range(0, all.length).forEach(i -> places.put(all[i], i));
        List<Comparisons.Row> rows = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            List<Integer> own = neighbours.getOrDefault(ids[i], List.of()).stream()
                    .map(places::get)
                    .toList();
            rows.add(new Comparisons.Row(
                    label(wrong.get(i), run.classNames()),
                    queries.get(i),
                    own.stream().map(images::get).toList(),
                    own.stream()
                            .map(place -> ClassNames.of(found.labels()[place], run.classNames()))
                            .toList()));
        }
        return rows;
    }

    /** The queries are test rows, or, leaving one out, the references themselves. */
    private static List<Split> splits(RunView run) {
        Object leaveOneOut =
                run.manifest(StageName.KNN).orElseThrow().settings().get("knn.leave-one-out");
        return Boolean.TRUE.equals(leaveOneOut) ? TRAINING_INPUT : List.of(Split.TEST);
    }

    /** Of each row, the nearest first. */
    private static Map<Long, List<Long>> neighbours(RunView run, long[] ids) {
        Map<Long, List<Long>> neighbours = new HashMap<>();
        VerifiedParquet.read(run.spark(), new Path(run.folder(StageName.KNN), "neighbours"))
                .select("id", "neighbour_id", "rank")
                .where(col("id")
                        .isin(LongStream.of(ids).boxed().toArray())
                        .and(col("rank").leq(NEIGHBOURS)))
                .orderBy("id", "rank")
                .collectAsList()
                .forEach(row -> neighbours
                        .computeIfAbsent(row.getLong(0), id -> new ArrayList<>())
                        .add(row.getLong(1)));
        return neighbours;
    }

    private static String label(Row row, List<String> names) {
        return String.format(
                Locale.ROOT,
                "%s → %s (%.0f %% of the votes)",
                ClassNames.of(row.getInt(1), names),
                ClassNames.of(row.getInt(2), names),
                100 * row.getDouble(3));
    }
}
