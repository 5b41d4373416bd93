/** Nearest neighbours of distributed rows, the labels they vote for, and the evaluation of both. */
package io.sparkae.knn;
