package io.sparkae.ingest.source;

import java.io.Serializable;

/**
 * A range of one of a source's files; what rows are counted by.
 *
 * @param number among all slices of the source, in row order
 * @param file that the range is of
 * @param range of that file
 */
public record Slice(int number, ImageFile file, Range range) implements Serializable {}
