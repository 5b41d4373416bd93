package io.sparkae.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sparkae.files.InputFile;
import io.sparkae.files.Json;
import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a stage did, written beside its output as {@code manifest.json}; a folder without one is not an output.
 *
 * @param stage the stage's command name
 * @param fingerprint SHA-256 over everything the output depends on; equal fingerprints, equal outputs
 * @param settings the settings in force on which the output depends
 * @param inputs what was read
 * @param rows rows by part of the output, for example {@code train → 57000}
 * @param schema part of the output to its columns, in SQL's notation
 * @param files every other file of the folder
 * @param facts what later stages must know to use the output, for example the scaling of features; see {@link #facts(Class)}
 * @param metrics figures for {@code metrics.json}
 * @param versions of this project, Spark, Deeplearning4j and Java
 * @param started when, as ISO-8601 in UTC
 * @param seconds how long the stage took
 */
public record Manifest(
        String stage,
        String fingerprint,
        Map<String, Object> settings,
        List<InputFile> inputs,
        Map<String, Long> rows,
        Map<String, String> schema,
        List<OutputFile> files,
        Map<String, JsonNode> facts,
        Metrics metrics,
        Map<String, String> versions,
        String started,
        double seconds) {

    /** The manifest's file name. */
    public static final String FILE = "manifest.json";

    /** @throws IllegalArgumentException if something is missing, or a count is negative */
    public Manifest {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("stage", stage);
        all.put("fingerprint", fingerprint);
        all.put("settings", settings);
        all.put("inputs", inputs);
        all.put("rows", rows);
        all.put("schema", schema);
        all.put("files", files);
        all.put("facts", facts);
        all.put("metrics", metrics);
        all.put("versions", versions);
        all.put("started", started);
        all.forEach(Manifest::requirePresent);
        if (rows.values().stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("rows: expected counts >= 0, found " + rows);
        }
    }

    /**
     * Reads a folder's manifest.
     *
     * @throws StageOutputException if it is damaged
     * @throws java.io.FileNotFoundException if there is none
     */
    public static Manifest read(FileSystem fs, Path file) throws IOException {
        return ManifestFile.read(fs, file);
    }

    private static void requirePresent(String name, Object value) {
        boolean anything = name.equals("settings") || name.equals("facts"); // null too
        Collection<?> parts = value instanceof Map<?, ?> map && !anything
                ? map.values()
                : value instanceof List<?> list ? list : List.of();
        boolean holdsNull = parts.stream().anyMatch(Objects::isNull);
        if (value == null || holdsNull) {
            throw new IllegalArgumentException(name + ": expected a value, found null");
        }
    }

    /** The fingerprint of a stage's output. */
    static String fingerprint(StageName stage, Map<String, Object> settings, List<InputFile> inputs) {
        return fingerprint(stage, Versions.build(stage), settings, inputs);
    }

    static String fingerprint(StageName stage, String build, Map<String, Object> settings, List<InputFile> inputs) {
        Map<String, Object> content = new TreeMap<>();
        content.put("stage", stage.command());
        content.put("version", Versions.project());
        content.put("build", build);
        content.put("settings", new TreeMap<>(settings));
        content.put("inputs", inputs.stream().map(InputFile::sha256).toList());
        return InputFile.hashOf(Json.line(content).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The facts as the record that the stage wrote.
     *
     * @throws StageOutputException if one that the record requires is missing or of another type
     */
    public <T extends Record> T facts(Class<T> type) {
        try {
            return Json.value(Json.tree(facts), type);
        } catch (JsonProcessingException e) {
            throw new StageOutputException("the manifest of stage " + stage + " has no usable " + Json.field(e)
                    + "; another version wrote it: run the stage again with --force");
        }
    }

    /**
     * A group of figures as the record that the stage wrote.
     *
     * @return empty if the stage wrote no such group
     * @throws StageOutputException if one that the record requires is missing or of another type
     */
    public <T extends Record> Optional<T> figures(Class<T> type) {
        return metrics.group(type);
    }
}
