/** Exact nearest neighbours: lower bounds that prune, full distances for the rest. */
package io.sparkae.knn.exact;
