package io.sparkae.ingest.source;

import java.io.Serializable;
import java.util.List;

/**
 * A part of a file that one task can read alone.
 *
 * @param from what is counted (bytes, rows, row groups) is the file's own business
 * @param to exclusive
 * @param bytes about how much there is to read
 * @param hosts that hold it, if any
 */
public record Range(long from, long to, long bytes, List<String> hosts) implements Serializable {}
