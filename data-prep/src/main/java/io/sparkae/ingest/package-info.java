/** The ingest stage: input files or generated rows to a checked, shuffled, partitioned dataset. */
package io.sparkae.ingest;
