package io.sparkae.ingest.generate;

/** Generates rows, each a function of its number. */
interface RowGenerator {
    /**
     * Draws a row.
     *
     * @param into receives the row's values, 0–255 as unsigned bytes, from {@code offset} on
     * @return its label
     */
    int draw(long row, byte[] into, int offset);
}
