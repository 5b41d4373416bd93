package io.sparkae.train.averaging;

import io.sparkae.train.replica.TrainingState;
import java.util.SortedMap;

/**
 * What a round came to.
 *
 * @param mean the workers' weighted mean, the iteration moved on
 * @param rows trained on
 * @param lossSum over those rows
 * @param rowsByExecutor the same rows by executor; empty if not known
 */
public record RoundResult(TrainingState mean, long rows, double lossSum, SortedMap<String, Long> rowsByExecutor) {}
