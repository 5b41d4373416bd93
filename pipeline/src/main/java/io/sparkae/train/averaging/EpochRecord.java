package io.sparkae.train.averaging;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.sparkae.train.averaging.AveragingEngine.RoundResult;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One epoch's figures; a line of {@code history.jsonl}.
 *
 * @param phase name of the phase; null if training has only one
 * @param epoch counted from 1
 * @param trainLoss mean over the epoch's minibatches of the loss before each step, per pixel, penalties included
 * @param validationLoss the same over the validation rows after the epoch; null if there are none
 * @param seconds the epoch took, validation included
 * @param rows trained on
 * @param rounds averagings
 * @param rowsByExecutor the same rows by the executor that trained on them, {@code id@host}; empty if not known
 */
public record EpochRecord(
        @JsonInclude(JsonInclude.Include.NON_NULL) String phase,
        int epoch,
        double trainLoss,
        Double validationLoss,
        double seconds,
        long rows,
        int rounds,
        SortedMap<String, Long> rowsByExecutor) {

    /** The same with the name of its phase. */
    public EpochRecord of(String name) {
        return new EpochRecord(name, epoch, trainLoss, validationLoss, seconds, rows, rounds, rowsByExecutor);
    }

    /** The epoch, counted from 1, with the lowest loss, the first of equals; 0 before the first epoch. */
    public static int best(List<EpochRecord> history) {
        return best(history, 0);
    }

    /**
     * The last epoch, counted from 1, whose loss improved on the lowest before it by more than {@code improvement}; 0
     * before the first epoch.
     *
     * @param improvement by how much a loss must fall to count as better
     */
    public static int best(List<EpochRecord> history, double improvement) {
        int best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (EpochRecord epoch : history) {
            if (epoch.judgedBy() < lowest - improvement) {
                lowest = epoch.judgedBy();
                best = epoch.epoch();
            }
        }
        return best;
    }

    /** The loss by which epochs are compared: on validation rows if there are any. */
    @JsonIgnore
    double judgedBy() {
        return validationLoss != null ? validationLoss : trainLoss;
    }

    /**
     * Sums over the finished rounds of the current epoch.
     *
     * @param lossSum over rows
     * @param rows trained on
     * @param seconds spent
     * @param rowsByExecutor the same rows by the executor that trained on them
     */
    public record Tally(double lossSum, long rows, double seconds, SortedMap<String, Long> rowsByExecutor) {
        public static final Tally ZERO = new Tally(0, 0, 0, new TreeMap<>());

        Tally plus(RoundResult round, double roundSeconds) {
            SortedMap<String, Long> byExecutor = new TreeMap<>(rowsByExecutor);
            round.rowsByExecutor().forEach((executor, n) -> byExecutor.merge(executor, n, Long::sum));
            return new Tally(lossSum + round.lossSum(), rows + round.rows(), seconds + roundSeconds, byExecutor);
        }

        Tally plusSeconds(double more) {
            return new Tally(lossSum, rows, seconds + more, rowsByExecutor);
        }

        EpochRecord record(int epoch, int rounds, Double validationLoss) {
            return new EpochRecord(null, epoch, lossSum / rows, validationLoss, seconds, rows, rounds, rowsByExecutor);
        }
    }
}
