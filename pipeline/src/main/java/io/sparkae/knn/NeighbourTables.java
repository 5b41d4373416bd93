package io.sparkae.knn;

import io.sparkae.knn.search.Neighbours;
import io.sparkae.rows.RowBlock;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Writes what a search found as Parquet tables. */
final class NeighbourTables {
    private static final StructType NEIGHBOURS = StructType.fromDDL(
            "id BIGINT NOT NULL, neighbour_id BIGINT NOT NULL, distance DOUBLE NOT NULL, rank INT NOT NULL");
    private static final StructType PREDICTIONS =
            StructType.fromDDL("id BIGINT NOT NULL, label INT, prediction INT NOT NULL, vote_share DOUBLE NOT NULL, "
                    + "vote_shares ARRAY<DOUBLE> NOT NULL");

    private NeighbourTables() {}

    /** A row for each query and neighbour; rank counts from 1. Returns the schema. */
    static String writeNeighbours(SparkSession spark, JavaRDD<Neighbours> found, Path folder) {
        return write(spark, found.flatMap(NeighbourTables::neighbourRows), NEIGHBOURS, folder);
    }

    /** A row for each query. Returns the schema. */
    static String writePredictions(
            SparkSession spark, JavaRDD<Neighbours> found, Voting voting, int classes, Path folder) {
        return write(spark, found.flatMap(block -> predictionRows(block, voting, classes)), PREDICTIONS, folder);
    }

    private static String write(SparkSession spark, JavaRDD<Row> rows, StructType schema, Path folder) {
        Dataset<Row> table = spark.createDataFrame(rows, schema);
        table.write().mode(SaveMode.ErrorIfExists).parquet(folder.toString());
        return schema.toDDL();
    }

    /** One at a time: for a large k a block's rows would be far larger than the block. */
    private static Iterator<Row> neighbourRows(Neighbours block) {
        return IntStream.range(0, block.ids().length)
                .mapToObj(i -> RowFactory.create(
                        block.queryIds()[i / block.perQuery()],
                        block.ids()[i],
                        block.distances()[i],
                        i % block.perQuery() + 1))
                .iterator();
    }

    /** One at a time: with many classes a block's shares would be far larger than the block. */
    private static Iterator<Row> predictionRows(Neighbours block, Voting voting, int classes) {
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
