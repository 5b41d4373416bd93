/** Writes tables of rows as Parquet pages laid out from arrays, the same bytes for the same rows. */
package io.sparkae.rows.parquet;
