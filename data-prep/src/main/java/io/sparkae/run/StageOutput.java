package io.sparkae.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkae.files.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a stage's work, which goes into its manifest; see {@link Manifest} for the components.
 *
 * @param rows rows by part; checked before the commit against the footers of a part's Parquet files
 * @param schema columns by part
 * @param facts for later stages
 * @param metrics for {@code metrics.json}
 */
public record StageOutput(
        Map<String, Long> rows, Map<String, String> schema, Map<String, JsonNode> facts, Metrics metrics) {

    /** Output without facts and figures. */
    public StageOutput(Map<String, Long> rows, Map<String, String> schema) {
        this(rows, schema, Map.of(), Metrics.NONE);
    }

    /** This output with facts for later stages, which read them by {@link Manifest#facts(Class)}. */
    public StageOutput withFacts(Record facts) {
        Map<String, JsonNode> all = new TreeMap<>();
        Json.tree(facts).fields().forEachRemaining(fact -> all.put(fact.getKey(), fact.getValue()));
        return new StageOutput(rows, schema, Collections.unmodifiableMap(all), metrics);
    }

    /** This output with groups of figures; see {@link Metrics}. */
    public StageOutput withFigures(Record... groups) {
        return new StageOutput(rows, schema, facts, Metrics.of(List.of(groups)));
    }
}
