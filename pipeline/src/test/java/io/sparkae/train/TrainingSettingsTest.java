package io.sparkae.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.ModelSettings;
import io.sparkae.model.Optimizer;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.averaging.AveragingSettings;
import io.sparkae.train.checkpoint.CheckpointSettings;
import io.sparkae.train.method.AveragingMethod;
import io.sparkae.train.method.MeanAveraging;
import io.sparkae.train.replica.Replica;
import io.sparkae.train.transfer.Transfer;
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
        refuses("training.averaging-frequency", () -> averaging.withFrequencies(0, 1, 1));
        refuses("training.last-averaging-frequency", () -> averaging.withFrequencies(1, 0, 1));
        refuses("training.averagings-per-epoch", () -> averaging.withFrequencies(1, 1, 0));
        refuses("training.outer-momentum", () -> averaging.withMethod(AveragingMethod.Kind.SLOWMO, 1, 1));
        refuses("training.outer-learning-rate", () -> averaging.withMethod(AveragingMethod.Kind.DILOCO, 0, 0));
        refuses("training.worker-batch-size", () -> DEFAULTS.withWorkerBatchSize(-1));
        refuses("training.warm-up", () -> DEFAULTS.optimizer().withWarmUp(-1));
        refuses("training.learning-rate-scaling.batch-size", () -> DEFAULTS.optimizer()
                .withScaling(OptimizerSettings.Scaling.SQRT, 0));
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
    void stocksMasterTakesMeansByItself() {
        TrainingSettings stock = DEFAULTS.withMaster(TrainingSettings.Master.DL4J);
        AveragingSettings averaging = DEFAULTS.averaging();

        assertEquals(List.of(), stock.problems(ModelSettings.defaults()));
        assertInstanceOf(MeanAveraging.class, stock.method());
        assertProblem(
                "training.averaging-method: expected mean or slowmo",
                stock.withAveraging(averaging.withMethod(AveragingMethod.Kind.DILOCO, 0.9, 0.7)));
        assertProblem("training.transfer: expected f32", stock.withAveraging(averaging.withTransfer(Transfer.F8)));
    }

    @Test
    void whatCannotBeDoneTogetherIsRefused() {
        assertProblem(
                "training.averaging-method: expected mean, slowmo or diloco, since training.kernel = dl4j",
                DEFAULTS.withKernel(Replica.Kernel.DL4J)
                        .withAveraging(DEFAULTS.averaging().withMethod(AveragingMethod.Kind.GRADIENT, 0, 1)));
        assertProblem(
                "training.warm-up: expected 0",
                TrainingFixture.settings("training.warm-up=10", "training.schedule.kind=step"));
    }

    private static void assertProblem(String expected, TrainingSettings settings) {
        String problems = settings.problems(ModelSettings.defaults()).toString();
        assertTrue(problems.startsWith("[" + expected), problems);
    }

    @Test
    void aStepIsSharedAmongTheWorkers() {
        TrainingSettings step = DEFAULTS.withBatchSize(256);

        assertEquals(256, step.withWorkers(1).minibatch());
        assertEquals(32, step.withWorkers(8).minibatch());
        assertEquals(85, step.withWorkers(3).minibatch());
        assertEquals(255, step.withWorkers(3).rowsOfAStep());
        assertEquals(1, step.withWorkers(1000).minibatch());
        assertEquals(1000, step.withWorkers(1000).rowsOfAStep());
        assertEquals(100, step.withWorkerBatchSize(100).withWorkers(3).minibatch());
    }

    private static void refuses(String key, Executable built) {
        String message = assertThrows(SettingsException.class, built).getMessage();
        assertTrue(message.contains(key + ": expected"), message);
    }
}
