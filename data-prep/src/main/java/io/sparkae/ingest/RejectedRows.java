package io.sparkae.ingest;

import io.sparkae.files.FileSystems;
import io.sparkae.files.Json;
import io.sparkae.files.TaskFile;
import io.sparkae.ingest.source.SourceBlock;
import io.sparkae.settings.Secrets;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Writes rejected rows as JSON lines: {@code file, row, reason, detail}, the row's number as an editor counts lines. */
final class RejectedRows {
    /** The columns, in SQL's notation. */
    static final String SCHEMA = "detail STRING,file STRING,reason STRING,row BIGINT";

    private RejectedRows() {}

    /**
     * A file of rejected rows.
     *
     * @param name in the folder
     * @param rows in it
     */
    private record Written(String name, long rows) implements Serializable {}

    /** @return the number of rows written */
    static long write(List<CheckedRows> inputs, Path folder, FileSystem fs, Broadcast<SerializableConfiguration> conf)
            throws IOException {
        fs.mkdirs(folder);
        if (inputs.stream().allMatch(input -> input.rejected() == 0)) {
            return 0;
        }
        String target = folder.toString();
        Written written = inputs.stream()
                .map(RejectedRows::lines)
                .reduce(JavaRDD::union)
                .orElseThrow()
                .coalesce(1)
                .mapPartitions(lines -> List.of(write(lines, target, conf)).iterator())
                .first();
        TaskFile.removeOthers(fs, folder, Set.of(written.name()));
        return written.rows();
    }

    private static Written write(Iterator<String> lines, String folder, Broadcast<SerializableConfiguration> conf)
            throws IOException {
        String name = TaskFile.name(0, ".json");
        Path file = new Path(folder, name);
        long rows = 0;
        try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(
                FileSystems.of(file, conf.value().value()).create(file, false), StandardCharsets.UTF_8))) {
            for (; lines.hasNext(); rows++) {
                out.write(lines.next());
                out.write('\n');
            }
        }
        return new Written(name, rows);
    }

    private static JavaRDD<String> lines(CheckedRows input) {
        List<String> files = new ArrayList<>(input.fileNames());
        long[] firstRow = input.firstRowNumbers();
        return input.blocks().mapPartitions(blocks -> lines(blocks, files, firstRow.clone()));
    }

    /** @param next for each slice the number of its next row */
    private static Iterator<String> lines(Iterator<SourceBlock> blocks, List<String> files, long[] next) {
        List<String> lines = new ArrayList<>();
        while (blocks.hasNext()) {
            SourceBlock block = blocks.next();
            for (SourceBlock.RejectedRow bad : block.rejected()) {
                lines.add(Json.line(Map.of(
                        "file",
                        Secrets.withoutUserInfo(files.get(block.slice())),
                        "row",
                        next[block.slice()] + bad.offset(),
                        "reason",
                        bad.why().reason(),
                        "detail",
                        bad.why().detail())));
            }
            next[block.slice()] += block.rows();
        }
        return lines.iterator();
    }
}
