/** Metrics, settings and results that exact and approximate search share. */
package io.sparkae.knn.search;
