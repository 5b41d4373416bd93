package io.sparkae.knn.search;

import java.io.Serializable;

/**
 * What is searched for.
 *
 * @param k neighbours
 * @param metric how far is far
 * @param leaveOneOut whether a reference with the query's own id does not count
 */
public record SearchSettings(int k, Metric metric, boolean leaveOneOut) implements Serializable {}
