/**
 * What stages hand each other: rows in blocks, manifests, and output folders that are either wholly there or not at
 * all. The ground floor; it knows nothing of models or of where data came from.
 */
package io.sparkae.run;
