package io.sparkae.run;

import java.util.Map;

/**
 * The result of a stage's work, which goes into its manifest; see {@link Manifest} for the components.
 *
 * @param rows rows by part; checked before the commit against the footers of a part's Parquet files
 * @param schema columns by part
 * @param facts for later stages
 * @param metrics for {@code metrics.json}
 */
public record StageOutput(
        Map<String, Long> rows,
        Map<String, String> schema,
        Map<String, Object> facts,
        Map<String, Map<String, Object>> metrics) {}
