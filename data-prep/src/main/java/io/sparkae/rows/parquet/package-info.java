/** Writes row tables as Parquet, in pages laid out from arrays: the same rows give the same bytes. */
package io.sparkae.rows.parquet;
