package io.sparkae.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads and writes JSON. Keys are sorted, so that equal values give equal bytes. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final ObjectMapper STRICT = MAPPER.copy()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

    private static final ObjectMapper WITHOUT_NULLS =
            MAPPER.copy().setSerializationInclusion(JsonInclude.Include.NON_NULL);

    private Json() {}

    /** A value on one line. */
    public static String line(Object value) {
        return write(MAPPER, value);
    }

    /** A value, indented, with a final line break. */
    public static String pretty(Object value) {
        return write(MAPPER, value, SerializationFeature.INDENT_OUTPUT) + "\n";
    }

    /** @throws IOException if the file cannot be read or is not JSON of that type */
    public static <T> T read(FileSystem fs, Path file, Class<T> type) throws IOException {
        try (InputStream in = fs.open(file)) {
            return MAPPER.readValue(in, type);
        }
    }

    /** Reads JSON held in a string. */
    public static <T> T parse(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads JSON strictly: wrong types, null for a number and trailing text are errors.
     *
     * @throws JsonProcessingException that says what is wrong
     */
    public static <T> T parseStrictly(String json, Class<T> type) throws JsonProcessingException {
        return STRICT.readValue(json, type);
    }

    /** Writes a file atomically; see {@link AtomicFile}. */
    public static void writeAtomically(FileSystem fs, Path file, Object value) throws IOException {
        byte[] json = pretty(value).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(fs, file, out -> out.write(json));
    }

    /** A value as JSON, its null properties left out: equal to what reading the written JSON gives. */
    public static JsonNode tree(Object value) {
        try {
            return MAPPER.readTree(WITHOUT_NULLS.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * JSON as a value of some type; unknown properties are passed over.
     *
     * @throws JsonProcessingException that says what is wrong
     */
    public static <T> T value(JsonNode tree, Class<T> type) throws JsonProcessingException {
        return STRICT.treeToValue(tree, type);
    }

    /** The innermost property that an exception of {@link #value} is about; "value" if it does not say. */
    public static String field(JsonProcessingException problem) {
        String field = "value";
        if (problem instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference reference : mapping.getPath()) {
                field = reference.getFieldName() == null ? field : reference.getFieldName();
            }
        }
        return field;
    }

    private static String write(ObjectMapper mapper, Object value, SerializationFeature... features) {
        try {
            return features.length == 0
                    ? mapper.writeValueAsString(value)
                    : mapper.writer(features[0], features).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
