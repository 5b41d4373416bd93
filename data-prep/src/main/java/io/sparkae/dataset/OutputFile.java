package io.sparkae.dataset;

/**
 * A file of a stage's output.
 *
 * @param path relative to the stage's folder
 * @param bytes its size
 * @param rows the rows in it, for Parquet files; null for others
 */
public record OutputFile(String path, long bytes, Long rows) {}
