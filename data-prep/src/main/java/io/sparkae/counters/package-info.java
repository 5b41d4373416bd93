/** What stages count while they run, for Spark's pages, its event log and its metrics system. */
package io.sparkae.counters;
