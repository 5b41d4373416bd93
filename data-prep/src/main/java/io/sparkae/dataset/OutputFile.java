package io.sparkae.dataset;

/**
 * A file of a stage's output.
 *
 * @param path relative to the stage's folder
 * @param bytes its size
 * @param rows the rows in it, for Parquet files, which check their own pages; null for others
 * @param sha256 of its content, in lower-case hexadecimal, for all files but Parquet
 */
public record OutputFile(String path, long bytes, Long rows, String sha256) {}
