/** Counters and gauges of running stages, in Spark's web UI, event log and metrics system. */
package io.sparkae.counters;
