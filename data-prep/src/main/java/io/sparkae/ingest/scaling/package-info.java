/** Scaling of pixel values to features, recorded in the manifest of a dataset and applied to later rows. */
package io.sparkae.ingest.scaling;
