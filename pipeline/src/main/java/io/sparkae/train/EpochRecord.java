package io.sparkae.train;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.SortedMap;

/**
 * One epoch's figures; a line of {@code history.jsonl}.
 *
 * @param epoch counted from 1
 * @param trainLoss mean over the epoch's minibatches of the loss before each step, per pixel
 * @param validationLoss mean per pixel over the validation rows after the epoch; null if there are none
 * @param seconds the epoch took, validation included
 * @param rows trained on
 * @param rounds averagings
 * @param rowsByExecutor the same rows by the executor that trained on them, {@code id@host}; empty if not known
 */
public record EpochRecord(
        int epoch,
        double trainLoss,
        Double validationLoss,
        double seconds,
        long rows,
        int rounds,
        SortedMap<String, Long> rowsByExecutor) {

    /** The loss by which epochs are compared: on held-out rows if there are any. */
    @JsonIgnore
    double judgedBy() {
        return validationLoss != null ? validationLoss : trainLoss;
    }
}
