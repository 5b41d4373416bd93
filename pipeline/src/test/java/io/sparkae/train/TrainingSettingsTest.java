package io.sparkae.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.ModelSettings;
import io.sparkae.model.Optimizer;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.averaging.AveragingSettings;
import io.sparkae.train.checkpoint.CheckpointSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TrainingSettingsTest {
    private static final TrainingSettings DEFAULTS = TrainingSettings.defaults();

    @Test
    void boundsHoldInJavaToo() {
        refuses("training.workers", () -> DEFAULTS.withWorkers(0));
        refuses("training.epochs", () -> DEFAULTS.withEpochs(0));
        refuses("training.batch-size", () -> DEFAULTS.withBatchSize(0));
        refuses("training.fine-tuning-epochs", () -> DEFAULTS.withLayerwise(-1));
        refuses("training.gradient-clipping.threshold", () -> DEFAULTS.optimizer()
                .withClipping(Optimizer.Clipping.NORM, 0));
        AveragingSettings averaging = DEFAULTS.averaging();
        CheckpointSettings checkpoints = CheckpointSettings.defaults();
        refuses("training.averaging-frequency", () -> averaging.withFrequencies(0, 1));
        refuses("training.last-averaging-frequency", () -> averaging.withFrequencies(1, 0));
        refuses("training.block-momentum", () -> averaging.withBlockMomentum(1));
        refuses("training.early-stopping.patience", () -> DEFAULTS.stopping().withPatience(-1));
        refuses("training.early-stopping.min-improvement", () -> DEFAULTS.stopping()
                .withMinImprovement(-1));
        refuses("training.learning-rate", () -> DEFAULTS.optimizer().withLearningRate(0));
        refuses("training.updater", () -> DEFAULTS.optimizer().withUpdater(null));
        refuses("checkpoints.every-epochs", () -> checkpoints.withEveryEpochs(-1));
        refuses("checkpoints.every-minutes", () -> checkpoints.withEveryMinutes(Double.NaN));
        refuses("checkpoints.keep", () -> checkpoints.withKeep(0));
    }

    @Test
    void blockMomentumNeedsTheResidentMaster() {
        TrainingSettings momentum = DEFAULTS.withAveraging(DEFAULTS.averaging().withBlockMomentum(0.5));
        ModelSettings model = ModelSettings.defaults();

        assertEquals(List.of(), momentum.problems(model));
        assertEquals(
                List.of(
                        "training.block-momentum: expected 0, since training.master = dl4j averages by itself, found 0.5"),
                momentum.withMaster(TrainingSettings.Master.DL4J).problems(model));
    }

    private static void refuses(String key, Executable built) {
        String message = assertThrows(SettingsException.class, built).getMessage();
        assertTrue(message.contains(key + ": expected"), message);
    }
}
