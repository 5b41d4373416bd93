package io.sparkae.train;

import com.fasterxml.jackson.annotation.JsonRootName;
import io.sparkae.train.averaging.EpochRecord;
import java.util.List;

/**
 * The figures of a training, group {@code training} of {@code metrics.json}.
 *
 * @param experiment the run's name
 * @param step what computed the steps: {@code kernels}, or {@code dl4j} with the reason; null for a model that is computed
 * @param epochs number of epochs, 0 for a model that is computed
 * @param parameters number of the network's parameters
 * @param workers partitions of a round; null for a model that is computed
 * @param bestEpoch the epoch whose model was kept, from 1; null for a model that is computed
 * @param roundsPerEpoch of the last epoch; null for a model that is computed
 * @param rowsPerStep rows of a step of all workers together; null for a model that is computed
 * @param bytesPerEpoch that a worker is sent and gives in the rounds of the last epoch, validation (4 bytes a
 *     parameter) not counted; null for a model that is computed or trained by DL4J's master
 * @param phases phase of each epoch; null if there was only one
 * @param secondsPerEpoch of each epoch; null for a model that is computed
 * @param trainLoss of each epoch, the mean per pixel; null for a model that is computed
 * @param validationLoss after each epoch, the mean per pixel; null if there are no validation rows
 */
@JsonRootName("training")
public record TrainFigures(
        String experiment,
        String step,
        int epochs,
        long parameters,
        Integer workers,
        Integer bestEpoch,
        Integer roundsPerEpoch,
        Long rowsPerStep,
        Long bytesPerEpoch,
        List<String> phases,
        List<Double> secondsPerEpoch,
        List<Double> trainLoss,
        List<Double> validationLoss) {

    /** The figures of a fitted model; a model that is computed has no epochs. */
    static TrainFigures of(String experiment, TrainingSettings training, Trainer.Trained trained) {
        List<EpochRecord> history = trained.history();
        if (history.isEmpty()) {
            return new TrainFigures(
                    experiment, null, 0, trained.parameters(), null, null, null, null, null, null, null, null, null);
        }
        return new TrainFigures(
                experiment,
                trained.step(),
                history.size(),
                trained.parameters(),
                training.workers(),
                trained.bestEpoch(),
                history.get(history.size() - 1).rounds(),
                training.rowsOfAStep(),
                training.master() == TrainingSettings.Master.DL4J
                        ? null
                        : Long.valueOf(history.get(history.size() - 1).rounds() * trained.bytesPerRound()),
                history.get(0).phase() == null
                        ? null
                        : history.stream().map(EpochRecord::phase).toList(),
                history.stream().map(EpochRecord::seconds).toList(),
                history.stream().map(EpochRecord::trainLoss).toList(),
                history.get(0).validationLoss() == null
                        ? null
                        : history.stream().map(EpochRecord::validationLoss).toList());
    }

    /**
     * The model as later stages need to know it; the stage writes it into its manifest.
     *
     * @param parameters number of the network's parameters
     */
    public record Facts(long parameters) {}

    /** Whether the model was trained in epochs rather than computed. */
    public boolean inEpochs() {
        return secondsPerEpoch != null;
    }

    /** The facts for later stages. */
    public Facts facts() {
        return new Facts(parameters);
    }
}
