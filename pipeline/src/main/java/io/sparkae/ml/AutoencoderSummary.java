package io.sparkae.ml;

import io.sparkae.train.Trainer;
import io.sparkae.train.averaging.EpochRecord;
import java.io.Serializable;
import java.util.List;

/** What a training came to, epoch by epoch. */
public final class AutoencoderSummary implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] objectiveHistory;
    private final double[] validationHistory;
    private final int bestIteration;
    private final String step;

    AutoencoderSummary(Trainer.Trained trained) {
        List<EpochRecord> history = trained.history();
        objectiveHistory = history.stream().mapToDouble(EpochRecord::trainLoss).toArray();
        validationHistory = history.stream()
                .filter(epoch -> epoch.validationLoss() != null)
                .mapToDouble(EpochRecord::validationLoss)
                .toArray();
        bestIteration = trained.bestEpoch();
        step = trained.step();
    }

    /** Mean training loss per feature of each epoch, penalties included; empty for a model that is computed. */
    public double[] objectiveHistory() {
        return objectiveHistory.clone();
    }

    /** Mean loss per feature of the rows held out, after each epoch; empty if none were. */
    public double[] validationHistory() {
        return validationHistory.clone();
    }

    /** Epochs done, fewer than {@code epochs} if training was stopped early. */
    public int totalIterations() {
        return objectiveHistory.length;
    }

    /** The epoch whose weights the model has, counted from 1; 0 for a model that is computed. */
    public int bestIteration() {
        return bestIteration;
    }

    /** What computed the steps: {@code kernels}, or {@code dl4j} with the reason; empty for a model that is computed. */
    public String step() {
        return step == null ? "" : step;
    }
}
