/** Benchmarks of sparkae against its peers: whole processes that take turns on the same rows. */
package io.sparkae.benchmark;
