package io.sparkae.predict;

import io.sparkae.files.FileSystems;
import io.sparkae.files.TaskFile;
import io.sparkae.rows.RowBlock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.util.SerializableConfiguration;

/** Writes predictions, a file for each task, in the order of the rows. */
final class PredictionFiles {
    private static final int BUFFER = 1 << 16;

    private PredictionFiles() {}

    /**
     * A file of lines.
     *
     * @param name in the folder
     * @param rows in it
     */
    private record Written(String name, long rows) implements Serializable {}

    /** Writes a table. Its numbers hardly repeat, so that a dictionary would be built in vain, at half the cost of writing. */
    static void writeParquet(Predictions predictions, JavaRDD<RowBlock> scaled, Path folder) {
        predictions
                .table(scaled)
                .write()
                .mode(SaveMode.ErrorIfExists)
                .option("parquet.enable.dictionary", false)
                .parquet(folder.toString());
    }

    /**
     * Writes lines of text.
     *
     * @param headers whether each file begins with a header, or else the first only, so that the files can be joined
     * @return the number of rows
     */
    static long writeLines(
            Predictions predictions,
            JavaRDD<RowBlock> scaled,
            PredictionFormat format,
            boolean headers,
            Path folder,
            FileSystem fs,
            Broadcast<SerializableConfiguration> conf)
            throws IOException {
        PredictionLayout layout = predictions.layout();
        String target = folder.toString();
        fs.mkdirs(folder);
        List<Written> written = predictions
                .predict(scaled)
                .mapPartitionsWithIndex(
                        (part, blocks) -> {
                            String header = headers || part == 0 ? format.header(layout) : "";
                            return List.of(write(blocks, part, header, format, layout, target, conf.value()))
                                    .iterator();
                        },
                        false)
                .collect();
        TaskFile.removeOthers(fs, folder, written.stream().map(Written::name).collect(Collectors.toSet()));
        return written.stream().mapToLong(Written::rows).sum();
    }

    private static Written write(
            Iterator<PredictedRows> blocks,
            int part,
            String header,
            PredictionFormat format,
            PredictionLayout layout,
            String folder,
            SerializableConfiguration conf)
            throws IOException {
        String name = TaskFile.name(part, format.ending());
        Path file = new Path(folder, name);
        List<String> names = layout.names();
        long rows = 0;
        try (OutputStream out = create(file, conf.value())) {
            out.write(header.getBytes(StandardCharsets.UTF_8));
            StringBuilder lines = new StringBuilder();
            while (blocks.hasNext()) {
                PredictedRows block = blocks.next();
                for (int row = 0; row < block.count(); row++) {
                    format.append(block, row, layout, names, lines);
                    if (lines.length() >= BUFFER) {
                        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
                        lines.setLength(0);
                    }
                }
                rows += block.count();
            }
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        return new Written(name, rows);
    }

    private static OutputStream create(Path file, Configuration conf) throws IOException {
        return FileSystems.of(file, conf).create(file, false);
    }

    /** Joins the files of a folder, in name order, to one. */
    static void join(FileSystem fs, Path folder, Path into) throws IOException {
        List<Path> parts = FileSystems.filesBelow(fs, folder).stream()
                .map(each -> each.getPath())
                .sorted()
                .toList();
        try (OutputStream out = fs.create(into, false)) {
            for (Path part : parts) {
                try (InputStream in = fs.open(part)) {
                    IOUtils.copyBytes(in, out, BUFFER);
                }
            }
        }
    }
}
