/** Approximate nearest neighbours by Lucene's HNSW graph. */
package io.sparkae.knn.hnsw;
