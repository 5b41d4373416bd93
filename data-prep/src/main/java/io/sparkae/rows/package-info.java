/** Rows in memory: blocks of numbers or bytes, partitions of them, splits. */
package io.sparkae.rows;
