package io.sparkae.knn;

/**
 * How an approximate search did.
 *
 * @param seconds of the search
 * @param recall of the exact search's neighbours, 0 to 1
 */
public record Approximation(double seconds, double recall) {}
