package io.sparkae.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sparkae.files.AtomicFile;
import io.sparkae.files.InputFile;
import io.sparkae.files.Json;
import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The description of a stage's output, written beside it as {@code manifest.json}; a folder without one is no output.
 *
 * <p>The last entry of the file, {@code checksum}, is the SHA-256 of the file without that entry, so that a truncated,
 * damaged or edited manifest is recognised.
 *
 * @param stage the stage's command name
 * @param fingerprint SHA-256 of everything the output depends on; equal fingerprints mean equal outputs
 * @param settings on which the output depends
 * @param inputs that were read
 * @param rows rows by part of the output, for example {@code train → 57000}
 * @param schema columns by part of the output, as SQL DDL
 * @param files every other file of the folder
 * @param facts what later stages must know to use the output, for example the scaling of features; see {@link #facts(Class)}
 * @param metrics figures for {@code metrics.json}
 * @param versions of this project, Spark, Deeplearning4j and Java
 * @param started start time, ISO-8601 in UTC
 * @param seconds duration of the stage
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

    /** Largest manifest that is read: about 250,000 files. */
    private static final int MOST_BYTES = 32 << 20;

    private static final String END = "\n}\n";
    private static final Pattern CHECKSUM = Pattern.compile(",\n  \"checksum\" : \"([0-9a-f]{64})\"" + END + "\\z");
    private static final int CHECKSUM_CHARACTERS = 100;

    /** @throws IllegalArgumentException if a component is missing or a count is negative */
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
        return parse(new String(bytes(fs, file), StandardCharsets.UTF_8));
    }

    /** Writes a manifest atomically. */
    static void write(FileSystem fs, Path file, Manifest manifest) throws IOException {
        byte[] json = bytes(file, manifest);
        AtomicFile.write(fs, file, out -> out.write(json));
    }

    /**
     * A manifest as the content of its file.
     *
     * @throws IOException if it is too large to be read
     */
    static byte[] bytes(Path file, Manifest manifest) throws IOException {
        byte[] json = withChecksum(Json.pretty(manifest)).getBytes(StandardCharsets.UTF_8);
        if (json.length > MOST_BYTES) {
            throw new IOException(file + " would have " + json.length + " bytes, more than the " + MOST_BYTES
                    + " that are read again: fewer files would do, see ingest.partitions");
        }
        return json;
    }

    /**
     * The content of a manifest's file, not parsed yet.
     *
     * @throws StageOutputException if it is too large
     * @throws java.io.FileNotFoundException if there is no such file
     */
    static byte[] bytes(FileSystem fs, Path file) throws IOException {
        byte[] json;
        try (InputStream in = fs.open(file)) {
            json = in.readNBytes(MOST_BYTES + 1);
        }
        if (json.length > MOST_BYTES) {
            throw damaged("it has more than " + MOST_BYTES + " bytes");
        }
        return json;
    }

    static String withChecksum(String json) {
        String checksum = InputFile.hashOf(json.getBytes(StandardCharsets.UTF_8));
        return json.substring(0, json.length() - END.length()) + ",\n  \"checksum\" : \"" + checksum + "\"" + END;
    }

    static Manifest parse(String text) {
        Matcher checksum = CHECKSUM.matcher(text);
        if (!checksum.find(Math.max(0, text.length() - CHECKSUM_CHARACTERS))) {
            throw damaged("it does not end with its checksum: cut short, changed, or of an earlier version");
        }
        String json = text.substring(0, checksum.start()) + END;
        if (!InputFile.hashOf(json.getBytes(StandardCharsets.UTF_8)).equals(checksum.group(1))) {
            throw damaged("its checksum is not that of its content");
        }
        try {
            Manifest manifest = Json.parseStrictly(json, Manifest.class);
            if (manifest == null) {
                throw damaged("it holds nothing");
            }
            return manifest;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw damaged(message.lines().findFirst().orElse(""));
        }
    }

    private static StageOutputException damaged(String why) {
        return new StageOutputException(Manifest.FILE + " is not readable: " + why);
    }

    private static void requirePresent(String name, Object value) {
        boolean anything = name.equals("settings") || name.equals("facts"); // whose values may be null
        Collection<?> parts = value instanceof Map<?, ?> map && !anything
                ? map.values()
                : value instanceof List<?> list ? list : List.of();
        boolean holdsNull = parts.stream().anyMatch(Objects::isNull);
        if (value == null || holdsNull) {
            throw new IllegalArgumentException(name + ": expected a value, found null");
        }
    }

    /**
     * The differences between the settings of this output and others: {@code key: then X, now Y} for each, joined by
     * semicolons; empty if there is none.
     */
    String differences(Map<String, Object> now) {
        TreeSet<String> keys = new TreeSet<>(settings.keySet());
        keys.addAll(now.keySet());
        List<String> found = new ArrayList<>();
        for (String key : keys) {
            String before = Json.line(settings.get(key));
            String after = Json.line(now.get(key));
            if (!before.equals(after)) {
                found.add(key + ": then " + before + ", now " + after);
            }
        }
        return String.join("; ", found);
    }

    /** Why this output is not what a stage would make now: settings, inputs or the build, in one line. */
    String changes(StageName of, Map<String, Object> now, List<InputFile> read) {
        List<String> found = new ArrayList<>();
        String differences = differences(now);
        if (!differences.isEmpty()) {
            found.add(differences);
        }
        Map<String, String> before = new TreeMap<>();
        inputs.forEach(input -> before.put(input.path(), input.sha256()));
        for (InputFile input : read) {
            if (!input.sha256().equals(before.remove(input.path()))) {
                found.add(input.path() + " is another than then");
            }
        }
        before.keySet().forEach(path -> found.add(path + " is no longer an input"));
        Versions.difference(of, versions).ifPresent(builds -> found.add("another build of sparkae made it, " + builds));
        return found.isEmpty() ? "it was made otherwise" : String.join("; ", found);
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
