package io.sparkae.knn.search;

import java.io.Serializable;

/**
 * The settings that a search's result depends on.
 *
 * @param k neighbours of each query
 * @param metric distance of two rows
 * @param leaveOneOut whether to exclude the reference with the query's id
 */
public record SearchSettings(int k, Metric metric, boolean leaveOneOut) implements Serializable {}
