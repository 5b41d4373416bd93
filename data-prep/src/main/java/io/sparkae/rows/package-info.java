/** Rows in memory and in tables: packed blocks, splits, reading by position or id. */
package io.sparkae.rows;
