/** How pixel values become features: fitted or not, recorded in a dataset's manifest, and applied to rows that come later. */
package io.sparkae.ingest.scaling;
