/**
 * Where images come from: CSV, IDX and Parquet files, each told by its content, cut into slices and read row by row into
 * blocks of checked rows. What is wrong with a row is said where it is read; what to do about it is the ingest stage's
 * business.
 */
package io.sparkae.ingest.source;
