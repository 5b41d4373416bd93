package io.sparkae.benchmark;

import io.sparkae.knn.Evaluation;
import io.sparkae.knn.KnnSettings;
import io.sparkae.knn.NeighbourTables;
import io.sparkae.knn.SearchRows;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.SearchResult;
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

/** Repeated searches of rows that are loaded once. Close it to release the rows. */
final class RepeatedSearch implements AutoCloseable {
    private final SparkSession session;
    private final KnnSettings settings;
    private final SearchRows rows;

    /**
     * Loads the rows of a stage's committed output.
     *
     * @param column the array column
     */
    RepeatedSearch(SparkSession session, Path folder, Manifest manifest, String column, KnnSettings settings)
            throws IOException {
        this.session = session;
        this.settings = settings;
        this.rows = SearchRows.of(session, folder, manifest.files(), column, settings);
    }

    /** Searches exactly, once; seconds from blocks in memory to neighbours in memory. */
    double search() {
        try (SearchResult found = rows.searchExactly(0)) {
            return found.seconds();
        }
    }

    /** Seconds of the same jobs for next to no rows: the cost of Spark alone. */
    double searchAlmostNothing() {
        try (SearchResult found = rows.searchAlmostNothing()) {
            return found.seconds();
        }
    }

    /** Searches exactly and writes {@code neighbours} and {@code predictions}, as the stage does. */
    void write(Path folder, int classes) {
        try (SearchResult found = rows.searchExactly(0)) {
            NeighbourTables.write(session, found, settings.voting(), classes, folder);
        }
    }

    /** Searches HNSW graphs, once. */
    ApproximateSearches.Approximation searchGraphs() {
        try (SearchResult found = rows.searchHnsw(0);
                SearchResult exact = rows.searchExactly(0)) {
            return new ApproximateSearches.Approximation(
                    found.seconds(), Evaluation.recall(found.neighbours(), exact.neighbours()));
        }
    }

    /** The distance of each query's k-th neighbour: {@code id BIGINT, distance DOUBLE}. */
    Dataset<Row> farthestNeighbours() {
        try (SearchResult found = rows.searchExactly(0)) {
            List<Row> farthest = found.neighbours()
                    .flatMap(block -> farthest(block).iterator())
                    .collect();
            return session.createDataFrame(farthest, StructType.fromDDL("id BIGINT, distance DOUBLE"));
        }
    }

    private static List<Row> farthest(Neighbours block) {
        List<Row> rows = new ArrayList<>();
        for (int query = 0; query < block.queries(); query++) {
            rows.add(RowFactory.create(block.queryIds()[query], block.distances()[(query + 1) * block.perQuery() - 1]));
        }
        return rows;
    }

    /** Number of queries. */
    long queryRows() {
        return rows.queryRows();
    }

    /** Number of references. */
    long referenceRows() {
        return rows.referenceRows();
    }

    /** Writes the values of queries and references, row by row, as little-endian single-precision floats. */
    void export(java.nio.file.Path queries, java.nio.file.Path references) throws IOException {
        export(rows.queries(), queries);
        export(rows.references(), references);
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
        rows.close();
    }
}
