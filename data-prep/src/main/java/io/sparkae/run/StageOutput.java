package io.sparkae.run;

import java.util.Map;

/**
 * What a stage says of the output it has just written; see {@link Manifest} for the components.
 *
 * @param rows rows by part; each part that holds Parquet is checked against the files' own counts before commit
 * @param schema part to columns
 * @param facts for later stages
 * @param metrics for {@code metrics.json}
 */
public record StageOutput(
        Map<String, Long> rows,
        Map<String, String> schema,
        Map<String, Object> facts,
        Map<String, Map<String, Object>> metrics) {}
