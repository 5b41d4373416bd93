/**
 * Exact nearest neighbours, distributed: the neighbours a double loop over all pairs would find, votes, and how often
 * the votes are right.
 */
package io.sparkae.knn;
