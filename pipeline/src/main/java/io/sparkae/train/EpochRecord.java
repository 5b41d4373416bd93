package io.sparkae.train;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.SortedMap;

/**
 * One epoch's figures; a line of {@code history.jsonl}.
 *
 * @param phase the network that was trained, if a model takes several trainings; null if not
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

    /** The same, said to belong to one of several trainings. */
    public EpochRecord of(String name) {
        return new EpochRecord(name, epoch, trainLoss, validationLoss, seconds, rows, rounds, rowsByExecutor);
    }

    /** The loss by which epochs are compared: on held-out rows if there are any. */
    @JsonIgnore
    double judgedBy() {
        return validationLoss != null ? validationLoss : trainLoss;
    }
}
