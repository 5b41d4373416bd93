package io.sparkae.knn;

import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.rows.RowBlock;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Writes the neighbours that a search found and the predictions they vote for. */
public final class NeighbourTables {
    /** File name of {@link #writeSubmission}. */
    static final String SUBMISSION = "submission.csv";

    private static final StructType PREDICTIONS =
            StructType.fromDDL("id BIGINT NOT NULL, label INT, prediction INT NOT NULL, vote_share DOUBLE NOT NULL, "
                    + "vote_shares ARRAY<DOUBLE> NOT NULL");

    private NeighbourTables() {}

    /**
     * Writes two Parquet tables: {@code neighbours}, which is {@link SearchResult#table}, and {@code predictions}, with {@code
     * id, label, prediction, vote_share, vote_shares} of each query.
     *
     * @param classes number of labels
     * @param folder receives a folder for each table
     * @return the schema of each table, in SQL's notation
     */
    public static Map<String, String> write(
            SparkSession spark, SearchResult found, Vote.Weighting voting, int classes, Path folder) {
        JavaRDD<Row> predictions = found.neighbours().flatMap(block -> predictionRows(block, voting, classes));
        return Map.of(
                "neighbours", write(found.table(spark), new Path(folder, "neighbours")),
                "predictions", write(spark.createDataFrame(predictions, PREDICTIONS), new Path(folder, "predictions")));
    }

    private static String write(Dataset<Row> table, Path folder) {
        table.write().mode(SaveMode.ErrorIfExists).parquet(folder.toString());
        return table.schema().toDDL();
    }

    /**
     * Writes {@code submission.csv} for Kaggle's Digit Recognizer: {@code ImageId}, the position in the test input counted from
     * 1, and {@code Label}, in the order of the input. Predictions come to the driver a partition at a time.
     */
    static void writeSubmission(
            FileSystem fs, Path folder, JavaRDD<Neighbours> found, Vote.Weighting voting, int classes)
            throws IOException {
        JavaRDD<Tuple2<Long, Integer>> inOrder = found.flatMap(block -> predictions(block, voting, classes))
                .sortBy(Tuple2::_1, true, found.getNumPartitions());
        try (BufferedWriter out = new BufferedWriter(
                new OutputStreamWriter(fs.create(new Path(folder, SUBMISSION), false), StandardCharsets.UTF_8))) {
            out.write("ImageId,Label\n");
            for (Iterator<Tuple2<Long, Integer>> each = inOrder.toLocalIterator(); each.hasNext(); ) {
                Tuple2<Long, Integer> prediction = each.next();
                out.write(prediction._1() + 1 + "," + prediction._2() + "\n");
            }
        }
    }

    private static Iterator<Tuple2<Long, Integer>> predictions(Neighbours block, Vote.Weighting voting, int classes) {
        return IntStream.range(0, block.queries())
                .mapToObj(query -> new Tuple2<>(
                        block.queryIds()[query],
                        Vote.of(block, query, voting, classes).label()))
                .iterator();
    }

    /** One at a time: with many classes a block's shares would be far larger than the block. */
    private static Iterator<Row> predictionRows(Neighbours block, Vote.Weighting voting, int classes) {
        return IntStream.range(0, block.queries())
                .mapToObj(query -> predictionRow(block, query, Vote.of(block, query, voting, classes)))
                .iterator();
    }

    private static Row predictionRow(Neighbours block, int query, Vote vote) {
        int label = block.queryLabels()[query];
        return RowFactory.create(
                block.queryIds()[query],
                label == RowBlock.NO_LABEL ? null : label,
                vote.label(),
                vote.share(),
                vote.shares());
    }
}
