package io.sparkae.knn;

import io.sparkae.knn.search.Neighbours;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Predictions as Kaggle's Digit Recognizer wants them handed in: a CSV file with the columns {@code ImageId}, the
 * position in the test input counted from 1, and {@code Label}, in the order of the input.
 */
final class Submission {
    /** Its name in the stage's folder. */
    static final String FILE = "submission.csv";

    private Submission() {}

    /** Writes the file; predictions come to the driver a partition at a time. */
    static void write(FileSystem fs, Path folder, JavaRDD<Neighbours> found, Voting voting, int classes) {
        JavaRDD<Tuple2<Long, Integer>> inOrder = found.flatMap(block -> predictions(block, voting, classes))
                .sortBy(Tuple2::_1, true, found.getNumPartitions());
        try (BufferedWriter out = new BufferedWriter(
                new OutputStreamWriter(fs.create(new Path(folder, FILE), false), StandardCharsets.UTF_8))) {
            out.write("ImageId,Label\n");
            for (Iterator<Tuple2<Long, Integer>> each = inOrder.toLocalIterator(); each.hasNext(); ) {
                Tuple2<Long, Integer> prediction = each.next();
                out.write(prediction._1() + 1 + "," + prediction._2() + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Iterator<Tuple2<Long, Integer>> predictions(Neighbours block, Voting voting, int classes) {
        return IntStream.range(0, block.queries())
                .mapToObj(query -> new Tuple2<>(
                        block.queryIds()[query],
                        Vote.of(block, query, voting, classes).label()))
                .iterator();
    }
}
