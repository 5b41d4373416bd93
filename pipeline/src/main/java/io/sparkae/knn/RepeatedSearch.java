package io.sparkae.knn;

import io.sparkae.dataset.Manifest;
import io.sparkae.dataset.RowBlock;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/** The exact search on rows loaded once, as often as one likes: for benchmarks. Close it to release the rows. */
public final class RepeatedSearch implements AutoCloseable {
    private final KnnSettings settings;
    private final SearchInput input;

    /**
     * Loads the rows of a stage's committed output.
     *
     * @param column the array column
     */
    public RepeatedSearch(SparkSession session, Path folder, Manifest manifest, String column, KnnSettings settings) {
        this.settings = settings;
        this.input = new SearchInput(session, folder, manifest, column, settings);
    }

    /** Searches once; seconds from blocks in memory to neighbours in memory. */
    public double search() {
        SearchSettings searched = new SearchSettings(settings.k(), settings.metric(), settings.leaveOneOut());
        try (ExactSearch search = input.search(searched, 0)) {
            return search.seconds();
        }
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
