package io.sparkae.knn;

import io.sparkae.knn.search.Neighbours;
import io.sparkae.rows.RowBlock;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.mllib.linalg.Matrix;
import scala.Tuple2;

/**
 * How often votes are right, by MLlib's {@link MulticlassMetrics}.
 *
 * @param accuracy share of right predictions
 * @param confusion rows are true labels, columns predicted ones, {@code [classes][classes]}
 * @param perClass precision, recall and F1, in label order
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

    /** Evaluates the queries whose labels are known; null if there are none. */
    public static Evaluation of(JavaRDD<Neighbours> neighbours, Voting voting, int classes) {
        JavaRDD<Tuple2<Object, Object>> predictions = neighbours.flatMap(
                block -> predictionsAndLabels(block, voting, classes).iterator());
        if (predictions.isEmpty()) {
            return null;
        }
        MulticlassMetrics metrics = new MulticlassMetrics(predictions.rdd());
        return new Evaluation(metrics.accuracy(), confusion(predictions, classes), perClass(metrics));
    }

    private static List<Tuple2<Object, Object>> predictionsAndLabels(Neighbours block, Voting voting, int classes) {
        List<Tuple2<Object, Object>> pairs = new ArrayList<>();
        for (int query = 0; query < block.queries(); query++) {
            if (block.queryLabels()[query] != RowBlock.NO_LABEL) {
                Vote vote = Vote.of(block, query, voting, classes);
                pairs.add(new Tuple2<>((double) vote.label(), (double) block.queryLabels()[query]));
            }
        }
        return pairs;
    }

    /** MLlib's matrix leaves out classes that no query has; here every class has its row and column. */
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
}
