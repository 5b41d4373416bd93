package io.sparkae.knn;

import io.sparkae.knn.search.Neighbours;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.mllib.linalg.Matrix;
import scala.Tuple2;

/**
 * Evaluation of the votes on labelled queries, by MLlib's {@link MulticlassMetrics}.
 *
 * @param accuracy share of right predictions
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

    /** Two-sided 95 % quantile of the normal distribution. */
    private static final double Z = 1.959964;

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

    /**
     * Unweighted mean of the classes' F1, {@code 2TP / (2TP + FP + FN)}. A class that is never predicted, or has no rows but is
     * predicted, counts as 0; one with neither rows nor predictions has no F1 and is left out, as in scikit-learn.
     */
    double macroF1() {
        double sum = 0;
        int known = 0;
        for (int c = 0; c < confusion.size(); c++) {
            long rowsAndPredictions = rows(c) + predictions(c);
            if (rowsAndPredictions > 0) {
                sum += 2.0 * confusion.get(c).get(c) / rowsAndPredictions;
                known++;
            }
        }
        return sum / known;
    }

    /** Number of queries of a class. */
    private long rows(int label) {
        return confusion.get(label).stream().mapToLong(Long::longValue).sum();
    }

    /** Number of predictions of a class. */
    private long predictions(int label) {
        return confusion.stream().mapToLong(row -> row.get(label)).sum();
    }

    /**
     * Unweighted mean of the classes' recall. A class without rows has no recall and is left out, as in scikit-learn; one that
     * is never predicted counts as 0.
     */
    double balancedAccuracy() {
        return IntStream.range(0, confusion.size())
                .filter(c -> rows(c) > 0)
                .mapToDouble(c -> (double) confusion.get(c).get(c) / rows(c))
                .average()
                .orElseThrow();
    }

    /**
     * Bounds of the 95 % confidence interval of the accuracy (Wilson, "Probable Inference, the Law of Succession, and Statistical
     * Inference", 1927): {@code (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)} with p the accuracy, n the labelled queries
     * and z = {@value #Z}.
     *
     * @return lower and upper bound, in [0, 1]
     */
    double[] accuracyInterval() {
        double n = IntStream.range(0, confusion.size()).mapToLong(this::rows).sum();
        double centre = accuracy + Z * Z / (2 * n);
        double margin = Z * Math.sqrt(accuracy * (1 - accuracy) / n + Z * Z / (4 * n * n));
        double scale = 1 + Z * Z / n;
        return new double[] {Math.max(0, (centre - margin) / scale), Math.min(1, (centre + margin) / scale)};
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
