package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkae.run.KeptSettings;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What the stages left in a local run folder, to be compared with what they left in another.
 *
 * @param root the run folder
 * @param spark a session to read tables with
 */
public record RunOutputs(Path root, SparkSession spark) {
    private static final int PART_NAME = "part-00000".length();

    /** Copies what the stages before this one left, for it to be run in another folder. */
    void copyBefore(StageName stage, Path folder) throws IOException {
        for (StageName earlier : StageName.values()) {
            if (earlier.compareTo(stage) < 0) {
                FileUtils.copyDirectory(
                        root.resolve(earlier.folder()).toFile(),
                        folder.resolve(earlier.folder()).toFile());
            }
        }
        FileUtils.copyFileToDirectory(root.resolve(KeptSettings.FILE).toFile(), folder.toFile());
    }

    /** What all stages left is the same. */
    public void assertSame(Path other) throws IOException {
        for (StageName stage : StageName.values()) {
            assertSame(stage, other);
        }
    }

    /**
     * The same bytes of the dataset's files, of the model and of the figures, the same rows of the tables that Spark writes (whose footers
     * list a column's encodings in an order that changes with the process), and the same figures but for times.
     */
    void assertSame(StageName stage, Path other) throws IOException {
        RunOutputs others = new RunOutputs(other, spark);
        SortedMap<String, Object> expected = data(stage);
        SortedMap<String, Object> found = others.data(stage);
        assertFalse(expected.isEmpty(), stage::command);
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, content) -> assertEquals(content, found.get(name), name));
        assertEquals(figures(stage), others.figures(stage), stage::command);
    }

    private List<String> rows(String table) {
        return spark.read().parquet(root.resolve(table).toString()).toJSON().collectAsList().stream()
                .sorted()
                .toList();
    }

    private SortedMap<String, Object> data(StageName stage) throws IOException {
        SortedMap<String, Object> data = new TreeMap<>();
        switch (stage) {
            case INGEST -> {
                for (String split : List.of("train", "validation", "test")) {
                    try (Stream<Path> files = Files.list(root.resolve("dataset").resolve(split))) {
                        for (Path file : files.filter(f -> f.toString().endsWith(".parquet"))
                                .toList()) {
                            // after the number comes the attempt, unless it was the first
                            String part = file.getFileName().toString().substring(0, PART_NAME);
                            data.put(split + "/" + part, bytes(file));
                        }
                    }
                }
            }
            case TRAIN -> data.put("model", bytes(root.resolve("model/model.zip")));
            case ENCODE -> putRows(data, "encodings/train", "encodings/validation", "encodings/test");
            case KNN -> putRows(data, "knn/neighbours", "knn/predictions");
            case REPORT -> putFigures(data);
        }
        return data;
    }

    /** The page itself tells of times. */
    private void putFigures(SortedMap<String, Object> data) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("report"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".png")).toList()) {
                data.put(file.getFileName().toString(), bytes(file));
            }
        }
    }

    private void putRows(SortedMap<String, Object> data, String... tables) {
        for (String table : tables) {
            data.put(table, rows(table));
        }
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    private Map<String, ObjectNode> figures(StageName stage) throws IOException {
        Manifest manifest = RunFolder.at(root.toString(), new Configuration())
                .stage(stage)
                .committed()
                .orElseThrow();
        Map<String, ObjectNode> figures = new TreeMap<>();
        manifest.metrics().groups().forEach((group, values) -> {
            ObjectNode timeless = values.deepCopy();
            values.fieldNames().forEachRemaining(name -> {
                if (name.startsWith("seconds")) {
                    timeless.remove(name);
                }
            });
            figures.put(group, timeless);
        });
        return figures;
    }
}
