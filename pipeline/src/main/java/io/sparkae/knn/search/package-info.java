/** What exact and approximate search share: the metrics, a search's settings and the neighbours found. */
package io.sparkae.knn.search;
