package io.sparkae.report.section;

import static org.apache.spark.sql.functions.col;

import io.sparkae.knn.Evaluation;
import io.sparkae.knn.KnnFigures;
import io.sparkae.report.chart.Comparisons;
import io.sparkae.report.chart.ConfusionChart;
import io.sparkae.report.chart.Tile.GreyImage;
import io.sparkae.rows.RowBlock;
import io.sparkae.rows.Split;
import io.sparkae.rows.table.VerifiedParquet;
import io.sparkae.run.Figures;
import io.sparkae.run.Figures.Figure;
import io.sparkae.run.Figures.Topic;
import io.sparkae.run.Metrics;
import io.sparkae.run.StageName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** The section on the votes of nearest neighbours. */
final class NearestNeighbours {
    /** A larger confusion matrix takes several pages; one of a thousand classes exceeds the heap. */
    private static final int MOST_CLASSES = 100;

    private static final int SHOWN = 8;
    private static final int NEIGHBOURS = 7;
    private static final List<Split> TRAINING_INPUT = List.of(Split.TRAIN, Split.VALIDATION);

    private NearestNeighbours() {}

    static Optional<Section> of(RunView run) {
        if (!run.has(StageName.KNN)) {
            return Optional.empty();
        }
        List<Block> blocks = new ArrayList<>();
        KnnFigures figures = run.metrics().group(KnnFigures.class).orElseThrow();
        if (figures.confusion() != null) {
            long[][] counts = counts(figures.confusion());
            if (counts.length <= MOST_CLASSES) {
                blocks.add(chart(run, counts));
            }
            blocks.add(perClass(run, figures, counts));
        }
        blocks.add(searches(run, figures));
        misclassified(run).ifPresent(blocks::add);
        return Optional.of(new Section("knn", "Nearest neighbours", blocks));
    }

    private static Block chart(RunView run, long[][] counts) {
        return new Block.Figure(
                "confusion",
                "True and predicted classes of " + queries(run)
                        + ": counts, and shares of the true class. The stronger the colour, the larger the share (logarithmic scale).",
                "matrix of true and predicted classes; the table beside it has precision and recall",
                new ConfusionChart(run.classNames(), counts));
    }

    private static String queries(RunView run) {
        return leaveOneOut(run) ? "the training rows, each without itself" : "the test rows";
    }

    private static boolean leaveOneOut(RunView run) {
        return Boolean.TRUE.equals(setting(run, "knn.leave-one-out"));
    }

    private static Object setting(RunView run, String key) {
        return run.manifest(StageName.KNN).orElseThrow().settings().get(key);
    }

    private static Block perClass(RunView run, KnnFigures knn, long[][] counts) {
        List<List<String>> rows = new ArrayList<>();
        for (Evaluation.ClassFigures figures : knn.perClass()) {
            rows.add(List.of(
                    run.classNames().get(figures.label()),
                    Numbers.percent(figures.precision()),
                    Numbers.percent(figures.recall()),
                    Numbers.percent(figures.f1()),
                    Numbers.count(Arrays.stream(counts[figures.label()]).sum())));
        }
        return new Block.Table(
                "Precision: share of the rows voted into a class that belong to it. Recall: share of its rows voted"
                        + " into it. F1: their harmonic mean.",
                List.of("class", "precision", "recall", "F1", "rows"),
                rows);
    }

    /** A row for each figure, a column for the codes and one for the pixels if they were searched too. */
    private static Block searches(RunView run, KnnFigures knn) {
        boolean raw = knn.rawSeconds() != null;
        List<List<String>> rows = new ArrayList<>();
        for (Figure figure : Figures.of(Topic.KNN_CODES)) {
            if (figure.key().equals("knn.k")) {
                continue; // in the caption
            }
            figure.of(run.metrics()).ifPresent(value -> {
                List<String> row = new ArrayList<>(List.of(figure.label(), figure.text(value)));
                if (raw) {
                    row.add(ofPixels(figure.key(), run.metrics()));
                }
                rows.add(row);
            });
        }
        return new Block.Table(
                "Votes of the " + knn.k() + " nearest neighbours of " + queries(run) + ", found by " + knn.method()
                        + " search in " + setting(run, "knn.metric") + " distance."
                        + (knn.accuracy() == null ? " No query has a label." : ""),
                raw ? List.of("figure", "codes", "pixels") : List.of("figure", "codes"),
                rows);
    }

    /** The figure of the pixels for one of the codes, {@code knn.rawSeconds} for {@code knn.seconds}; empty if there is none. */
    private static String ofPixels(String key, Metrics metrics) {
        int name = "knn.".length();
        String raw = "knn.raw" + Character.toUpperCase(key.charAt(name)) + key.substring(name + 1);
        return Figures.of(Topic.KNN_PIXELS).stream()
                .filter(figure -> figure.key().equals(raw))
                .flatMap(figure -> figure.of(metrics).map(figure::text).stream())
                .findFirst()
                .orElse("");
    }

    private static long[][] counts(List<List<Long>> confusion) {
        return confusion.stream()
                .map(row -> row.stream().mapToLong(Long::longValue).toArray())
                .toArray(long[][]::new);
    }

    /** Misclassified rows with the largest share of votes, beside their neighbours; empty if there are none. */
    static Optional<Block.Figure> misclassified(RunView run) {
        if (!run.has(StageName.KNN) || !run.hasImages()) {
            return Optional.empty();
        }
        List<Row> wrong = VerifiedParquet.read(run.spark(), new Path(run.folder(StageName.KNN), "predictions"))
                .select("id", "label", "prediction", "vote_share")
                .where(col("label").notEqual(col("prediction"))) // not true of null, an unknown label
                .orderBy(col("vote_share").desc(), col("id"))
                .limit(SHOWN)
                .collectAsList();
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Block.Figure(
                "misclassified",
                "Rows that k-NN on codes misclassifies, true class → predicted class, by falling share of votes. Left of"
                        + " the line the row, right of it its neighbours with their classes, nearest first.",
                wrong.size() + " images, each beside at most " + NEIGHBOURS + " nearest neighbours",
                new Comparisons(NEIGHBOURS, rows(run, wrong))));
    }

    private static List<Comparisons.Row> rows(RunView run, List<Row> wrong) {
        long[] ids = wrong.stream().mapToLong(row -> row.getLong(0)).toArray();
        List<GreyImage> queries = run.images(run.byId(splits(run), ids).values());
        Map<Long, List<Long>> neighbours = neighbours(run, ids);
        long[] all = neighbours.values().stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .distinct()
                .toArray();
        RowBlock found = run.byId(TRAINING_INPUT, all);
        List<GreyImage> images = run.images(found.values());
        Map<Long, Integer> places = new HashMap<>();
        IntStream.range(0, all.length).forEach(i -> places.put(all[i], i));
        List<Comparisons.Row> rows = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            List<Integer> own = neighbours.getOrDefault(ids[i], List.of()).stream()
                    .map(places::get)
                    .toList();
            rows.add(new Comparisons.Row(
                    label(run, wrong.get(i)),
                    queries.get(i),
                    own.stream().map(images::get).toList(),
                    own.stream()
                            .map(place -> run.className(found.labels()[place]))
                            .toList()));
        }
        return rows;
    }

    /** The splits of the queries: test, or with leave-one-out those of the references. */
    private static List<Split> splits(RunView run) {
        return leaveOneOut(run) ? TRAINING_INPUT : List.of(Split.TEST);
    }

    /** Ids of the neighbours by id of the row, nearest first. */
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

    private static String label(RunView run, Row row) {
        return String.format(
                Locale.ROOT,
                "%s → %s (%.0f %% of the votes)",
                run.className(row.getInt(1)),
                run.className(row.getInt(2)),
                100 * row.getDouble(3));
    }
}
