/** The ingest stage: from input files, or digits generated on the spot, to a checked, shuffled, partitioned dataset. */
package io.sparkae.ingest;
