package io.sparkae.knn;

import io.sparkae.knn.exact.ExactSearch;
import io.sparkae.knn.search.NeighbourSearch;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.rows.RowBlock;
import io.sparkae.run.Manifest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The exact search on rows loaded once, as often as one likes: for benchmarks. Close it to release the rows. */
public final class RepeatedSearch implements AutoCloseable {
    private final SparkSession session;
    private final KnnSettings settings;
    private final SearchInput input;

    /**
     * Loads the rows of a stage's committed output.
     *
     * @param column the array column
     */
    public RepeatedSearch(SparkSession session, Path folder, Manifest manifest, String column, KnnSettings settings) {
        this.session = session;
        this.settings = settings;
        this.input = new SearchInput(session, folder, manifest, column, settings);
    }

    /** Searches exactly, once; seconds from blocks in memory to neighbours in memory. */
    public double search() {
        try (ExactSearch search = input.searchExactly(settings.search(), 0)) {
            return search.seconds();
        }
    }

    /** Seconds of the same jobs for next to no rows, which is Spark's own cost. */
    public double searchAlmostNothing() {
        try (ExactSearch search = input.searchAlmostNothing(settings.search())) {
            return search.seconds();
        }
    }

    /** Searches exactly and writes {@code neighbours} and {@code predictions}, as the stage does. */
    public void write(Path folder, int classes) {
        try (ExactSearch search = input.searchExactly(settings.search(), 0)) {
            NeighbourTables.writeNeighbours(session, search.neighbours(), new Path(folder, "neighbours"));
            NeighbourTables.writePredictions(
                    session, search.neighbours(), settings.voting(), classes, new Path(folder, "predictions"));
        }
    }

    /** Searches in graphs, once. */
    public Approximation searchGraphs() {
        try (NeighbourSearch found = input.searchGraphs(settings.search(), settings.graph(), 0);
                NeighbourSearch exact = input.searchExactly(settings.search(), 0)) {
            return new Approximation(found.seconds(), Recall.of(found.neighbours(), exact.neighbours()));
        }
    }

    /** How far the k-th neighbour of each query is: {@code id BIGINT, distance DOUBLE}. */
    public Dataset<Row> farthestNeighbours() {
        try (ExactSearch search = input.searchExactly(settings.search(), 0)) {
            List<Row> rows = search.neighbours()
                    .flatMap(block -> farthest(block).iterator())
                    .collect();
            return session.createDataFrame(rows, StructType.fromDDL("id BIGINT, distance DOUBLE"));
        }
    }

    private static List<Row> farthest(Neighbours block) {
        List<Row> rows = new ArrayList<>();
        for (int query = 0; query < block.queries(); query++) {
            rows.add(RowFactory.create(block.queryIds()[query], block.distances()[(query + 1) * block.perQuery() - 1]));
        }
        return rows;
    }

    /** Queries and references searched. */
    public long queryRows() {
        return input.queryRows();
    }

    /** References searched among. */
    public long referenceRows() {
        return input.referenceRows();
    }

    /** Writes the values of queries and references, row by row, as little-endian single-precision floats. */
    public void export(java.nio.file.Path queries, java.nio.file.Path references) throws IOException {
        export(input.queries(), queries);
        export(input.references(), references);
    }

    private static void export(JavaRDD<RowBlock> blocks, java.nio.file.Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (Iterator<RowBlock> each = blocks.toLocalIterator(); each.hasNext(); ) {
                float[] values = each.next().values();
                ByteBuffer bytes =
                        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                out.write(bytes.array());
            }
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
