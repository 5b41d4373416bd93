package io.sparkae.train.averaging;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums over the rounds of an epoch done so far.
 *
 * @param lossSum over rows
 * @param rows trained on
 * @param seconds spent
 * @param rowsByExecutor the same rows by the executor that trained on them
 */
public record EpochTally(double lossSum, long rows, double seconds, SortedMap<String, Long> rowsByExecutor) {
    public static final EpochTally ZERO = new EpochTally(0, 0, 0, new TreeMap<>());

    EpochTally plus(RoundResult round, double roundSeconds) {
        SortedMap<String, Long> byExecutor = new TreeMap<>(rowsByExecutor);
        round.rowsByExecutor().forEach((executor, n) -> byExecutor.merge(executor, n, Long::sum));
        return new EpochTally(lossSum + round.lossSum(), rows + round.rows(), seconds + roundSeconds, byExecutor);
    }

    EpochTally plusSeconds(double more) {
        return new EpochTally(lossSum, rows, seconds + more, rowsByExecutor);
    }

    EpochRecord record(int epoch, int rounds, Double validationLoss) {
        return new EpochRecord(null, epoch, lossSum / rows, validationLoss, seconds, rows, rounds, rowsByExecutor);
    }
}
