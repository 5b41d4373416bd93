/** Times sparkae against its peers: whole processes, in turn, on the same rows. */
package io.sparkae.benchmark;
