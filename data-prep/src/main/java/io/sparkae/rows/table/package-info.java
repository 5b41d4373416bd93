/** Rows in Parquet tables: laid out from arrays, so that the same rows give the same bytes, and read by position or id. */
package io.sparkae.rows.table;
