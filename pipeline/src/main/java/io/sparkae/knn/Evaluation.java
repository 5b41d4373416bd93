package io.sparkae.knn;

import io.sparkae.knn.search.Neighbours;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.mllib.linalg.Matrix;
import scala.Tuple2;

/**
 * Evaluation of the votes on labelled queries, by MLlib's {@link MulticlassMetrics}.
 *
 * @param accuracy share of correct predictions
 * @param confusion number of queries by true label (rows) and prediction (columns), {@code [classes][classes]}
 * @param perClass precision, recall and F1 of the classes that queries have, in label order
 */
public record Evaluation(double accuracy, List<List<Long>> confusion, List<ClassFigures> perClass) {

    /**
     * The figures of a class.
     *
     * @param label of the class
     * @param precision share of the rows voted into it that belong to it
     * @param recall share of its rows that were voted into it
     * @param f1 their harmonic mean
     */
    public record ClassFigures(int label, double precision, double recall, double f1) {}

    /** MLlib's confusion matrix is one array. */
    private static final int MAX_CLASSES = 46_340;

    /** A count of the matrix in double precision, and a reference to it in the lists. */
    private static final long BYTES_PER_PAIR = 8 + 4;

    /**
     * Refuses a number of classes whose confusion matrix does not fit into the driver's memory.
     *
     * @throws SettingsException with the need and what to change
     */
    public static void requireRoomForClasses(int classes, MemoryRoom room) {
        if (classes > MAX_CLASSES) {
            throw new SettingsException(List.of(String.format(
                    Locale.ROOT,
                    "data.classes: expected at most %,d, since a matrix has a row and a column for each, found %,d",
                    MAX_CLASSES,
                    classes)));
        }
        room.require(
                String.format(Locale.ROOT, "data.classes: the matrix of %,d true and predicted classes needs", classes),
                MemoryRoom.times(BYTES_PER_PAIR, (long) classes * classes),
                0,
                0,
                "number classes without gaps");
    }

    /** Evaluates the votes on the queries that have a label; null if none has. */
    public static Evaluation of(JavaRDD<Neighbours> neighbours, Vote.Weighting voting, int classes) {
        JavaRDD<Tuple2<Object, Object>> predictions = neighbours.flatMap(
                block -> predictionsAndLabels(block, voting, classes).iterator());
        if (predictions.isEmpty()) {
            return null;
        }
        MulticlassMetrics metrics = new MulticlassMetrics(predictions.rdd());
        return new Evaluation(metrics.accuracy(), confusion(predictions, classes), perClass(metrics));
    }

    /** Number of queries of a class. */
    long rows(int label) {
        return confusion.get(label).stream().mapToLong(Long::longValue).sum();
    }

    /** Number of correct predictions of a class. */
    long correct(int label) {
        return confusion.get(label).get(label);
    }

    /** Number of predictions of a class. */
    long predictions(int label) {
        return confusion.stream().mapToLong(row -> row.get(label)).sum();
    }

    private static List<Tuple2<Object, Object>> predictionsAndLabels(
            Neighbours block, Vote.Weighting voting, int classes) {
        List<Tuple2<Object, Object>> pairs = new ArrayList<>();
        for (int query = 0; query < block.queries(); query++) {
            if (block.queryLabels()[query] != RowBlock.NO_LABEL) {
                Vote vote = Vote.of(block, query, voting, classes);
                pairs.add(new Tuple2<>((double) vote.label(), (double) block.queryLabels()[query]));
            }
        }
        return pairs;
    }

    /** MLlib's matrix has the classes of queries only; here every class has a row and a column. */
    private static List<List<Long>> confusion(JavaRDD<Tuple2<Object, Object>> predictions, int classes) {
        List<Tuple2<Object, Object>> everyClass = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            everyClass.add(new Tuple2<>((double) c, (double) c));
        }
        var spark = JavaSparkContext.fromSparkContext(predictions.context());
        Matrix matrix = new MulticlassMetrics(
                        predictions.union(spark.parallelize(everyClass, 1)).rdd())
                .confusionMatrix();
        List<List<Long>> rows = new ArrayList<>();
        for (int actual = 0; actual < classes; actual++) {
            List<Long> row = new ArrayList<>();
            for (int predicted = 0; predicted < classes; predicted++) {
                row.add((long) matrix.apply(actual, predicted) - (actual == predicted ? 1 : 0));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<ClassFigures> perClass(MulticlassMetrics metrics) {
        List<ClassFigures> all = new ArrayList<>();
        for (double label : metrics.labels()) {
            all.add(new ClassFigures(
                    (int) label, metrics.precision(label), metrics.recall(label), metrics.fMeasure(label)));
        }
        return all;
    }

    /**
     * Recall@k of an approximate search: the share of the k nearest that it found; one as near as the k-th counts as the k-th.
     *
     * @param found by the approximate search
     * @param exact by the exact one, for the same blocks of queries
     */
    public static double recall(JavaRDD<Neighbours> found, JavaRDD<Neighbours> exact) {
        long[] counts = byBlock(found)
                .join(byBlock(exact))
                .values()
                .map(pair -> count(pair._1(), pair._2()))
                .fold(new long[2], (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]});
        return (double) counts[0] / counts[1];
    }

    private static JavaPairRDD<Long, Neighbours> byBlock(JavaRDD<Neighbours> neighbours) {
        return neighbours.mapToPair(block -> new Tuple2<>(block.queryIds()[0], block));
    }

    /** Neighbours found, and neighbours there are. */
    private static long[] count(Neighbours found, Neighbours exact) {
        long right = 0;
        for (int query = 0; query < exact.queries(); query++) {
            double farthest = exact.distances()[(query + 1) * exact.perQuery() - 1];
            for (int i = query * found.perQuery(); i < (query + 1) * found.perQuery(); i++) {
                right += found.distances()[i] <= farthest ? 1 : 0;
            }
        }
        return new long[] {right, exact.ids().length};
    }
}
