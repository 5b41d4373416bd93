/** A trained model applied to new rows: codes, errors, anomalies, neighbours and predicted labels, in batches and streams. */
package io.sparkae.predict;
