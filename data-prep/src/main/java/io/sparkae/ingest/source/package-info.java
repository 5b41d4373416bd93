/**
 * Input files: CSV, IDX and Parquet, recognised by content, cut into slices and read row by row into
 * blocks of checked rows. A reader gives the reason for rejecting a row; the ingest stage decides what follows.
 */
package io.sparkae.ingest.source;
