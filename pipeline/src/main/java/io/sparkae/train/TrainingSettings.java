package io.sparkae.train;

import io.sparkae.model.ModelSettings;
import io.sparkae.model.Optimizer;
import io.sparkae.settings.Bounds;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import io.sparkae.train.averaging.AveragingEngine;
import io.sparkae.train.averaging.AveragingSettings;
import io.sparkae.train.method.AveragingMethod;
import io.sparkae.train.method.MeanAveraging;
import io.sparkae.train.replica.Replica.Kernel;
import io.sparkae.train.transfer.Transfer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The settings {@code training.*}; {@code conf/reference.conf} explains each.
 *
 * @param seed the configured seed
 * @param master the engine
 * @param kernel implementation of the training step
 * @param workers partitions that train side by side
 * @param epochs passes over the training rows
 * @param layerwise whether layers are first trained one after the other, each for {@code epochs}
 * @param fineTuningEpochs passes over the rows with all layers, after layerwise training
 * @param batchSize rows of a step of all workers together
 * @param workerBatchSize rows of a worker's minibatch, whatever {@code batchSize}; 0 for its share of that
 * @param averaging method, frequency and transfer
 * @param optimizer learning rate, schedule and clipping
 * @param stopping early-stopping criterion
 */
public record TrainingSettings(
        long seed,
        Master master,
        Kernel kernel,
        int workers,
        int epochs,
        boolean layerwise,
        int fineTuningEpochs,
        int batchSize,
        int workerBatchSize,
        AveragingSettings averaging,
        OptimizerSettings optimizer,
        StoppingSettings stopping)
        implements Serializable {

    /** Checks each setting by its bounds. */
    public TrainingSettings {
        Bounds.intAtLeast("training.workers", 1, workers);
        Bounds.intAtLeast("training.epochs", 1, epochs);
        Bounds.intAtLeast("training.fine-tuning-epochs", 0, fineTuningEpochs);
        Bounds.intAtLeast("training.batch-size", 1, batchSize);
        Bounds.intAtLeast("training.worker-batch-size", 0, workerBatchSize);
    }

    /** Engines. */
    public enum Master {
        /** Rows stay cached in their executors. */
        RESIDENT,
        /** DL4J's stock {@code ParameterAveragingTrainingMaster}. */
        DL4J
    }

    /** The defaults of {@code conf/reference.conf}. */
    public static TrainingSettings defaults() {
        return Settings.defaults(TrainingSettings::read);
    }

    /** Reads the keys {@code seed} and {@code training.*}. */
    public static TrainingSettings read(SettingsReader reader) {
        return new TrainingSettings(
                reader.anyLong("seed"),
                reader.oneOf("training.master", Master.class),
                reader.oneOf("training.kernel", Kernel.class),
                reader.intAtLeast("training.workers", 1),
                reader.intAtLeast("training.epochs", 1),
                reader.bool("training.layerwise"),
                reader.intAtLeast("training.fine-tuning-epochs", 0),
                reader.intAtLeast("training.batch-size", 1),
                reader.intAtLeast("training.worker-batch-size", 0),
                AveragingSettings.read(reader),
                OptimizerSettings.read(reader),
                StoppingSettings.read(reader));
    }

    /** Conflicts among these settings and with a model, a message each. */
    public List<String> problems(ModelSettings model) {
        List<String> problems = new ArrayList<>(optimizer.problems());
        boolean needsResident = averaging.method() == AveragingMethod.Kind.GRADIENT
                || averaging.method() == AveragingMethod.Kind.DILOCO;
        if (master == Master.DL4J && needsResident) {
            problems.add(
                    "training.averaging-method: expected mean or slowmo, since training.master = dl4j takes means by"
                            + " itself, found " + lower(averaging.method()));
        }
        if (master == Master.DL4J && averaging.transfer() != Transfer.F32) {
            problems.add("training.transfer: expected f32, since training.master = dl4j sends states by itself, found "
                    + lower(averaging.transfer()));
        }
        if (kernel == Kernel.DL4J && averaging.method() == AveragingMethod.Kind.GRADIENT) {
            problems.add(
                    "training.averaging-method: expected mean, slowmo or diloco, since training.kernel = dl4j has no"
                            + " gradients to average, found gradient");
        }
        if (master == Master.DL4J && (model.isRandom() || layerwise)) {
            problems.add("training.master: expected resident, since neither noise that is drawn from the seed nor"
                    + " training.layerwise is possible with dl4j, found dl4j");
        }
        if (fineTuningEpochs > 0 && !layerwise) {
            problems.add("training.fine-tuning-epochs: expected 0, since training.layerwise = false, found "
                    + fineTuningEpochs);
        }
        if (layerwise && !model.family().isLayerwise()) {
            problems.add("training.layerwise: expected false, since model.family = "
                    + model.family().label() + ", found true");
        }
        return problems;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Rows of a worker's minibatch: its share of a step, rounded, and at least one. */
    public int minibatch() {
        return workerBatchSize > 0 ? workerBatchSize : (int) Math.max(1, Math.round((double) batchSize / workers));
    }

    /** Rows of a step of all workers, {@code training.batch-size} unless that does not divide. */
    public long rowsOfAStep() {
        return (long) minibatch() * workers;
    }

    /** The updater, its learning rate scaled for the rows of a step and for many workers, and gradient clipping. */
    public Optimizer optimizing() {
        return optimizer.optimizer(rowsOfAStep(), master == Master.DL4J ? 1 : averaging.slowdown(workers));
    }

    /** The averaging method, for workers with the updater of these settings; DL4J's master takes
     * means by itself, slowmo or not. */
    public AveragingMethod method() {
        return master == Master.DL4J
                ? new MeanAveraging()
                : averaging.methodOf(optimizing().updater(), workers);
    }

    /** Division of a training of {@code ofEpochs} epochs into rounds. */
    AveragingEngine.Plan rounds(int ofEpochs) {
        return new AveragingEngine.Plan(seed, workers, minibatch(), ofEpochs, averaging, method());
    }

    /** The same with another seed. */
    public TrainingSettings withSeed(long other) {
        return with(draft -> draft.seed = other);
    }

    /** The same with another engine. */
    public TrainingSettings withMaster(Master other) {
        return with(draft -> draft.master = other);
    }

    /** The same with another implementation of the training step. */
    public TrainingSettings withKernel(Kernel other) {
        return with(draft -> draft.kernel = other);
    }

    /** The same with another number of workers. */
    public TrainingSettings withWorkers(int other) {
        return with(draft -> draft.workers = other);
    }

    /** The same with another number of epochs. */
    public TrainingSettings withEpochs(int other) {
        return with(draft -> draft.epochs = other);
    }

    /** The same, trained layer by layer, then fine-tuned. */
    public TrainingSettings withLayerwise(int fineTuning) {
        return with(draft -> {
            draft.layerwise = true;
            draft.fineTuningEpochs = fineTuning;
        });
    }

    /** The same with another number of rows a step of all workers, of which each takes its share. */
    public TrainingSettings withBatchSize(int other) {
        return with(draft -> {
            draft.batchSize = other;
            draft.workerBatchSize = 0;
        });
    }

    /** The same with another number of rows of each worker's minibatch, whatever the number of workers. */
    public TrainingSettings withWorkerBatchSize(int other) {
        return with(draft -> draft.workerBatchSize = other);
    }

    /** The same with other averaging. */
    public TrainingSettings withAveraging(AveragingSettings other) {
        return with(draft -> draft.averaging = other);
    }

    /** The same with another optimizer. */
    public TrainingSettings withOptimizer(OptimizerSettings other) {
        return with(draft -> draft.optimizer = other);
    }

    /** The same with another criterion for early stopping. */
    public TrainingSettings withStopping(StoppingSettings other) {
        return with(draft -> draft.stopping = other);
    }

    private TrainingSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The settings while they are changed. */
    private static final class Draft {
        private long seed;
        private Master master;
        private Kernel kernel;
        private int workers;
        private int epochs;
        private boolean layerwise;
        private int fineTuningEpochs;
        private int batchSize;
        private int workerBatchSize;
        private AveragingSettings averaging;
        private OptimizerSettings optimizer;
        private StoppingSettings stopping;

        Draft(TrainingSettings from) {
            seed = from.seed;
            master = from.master;
            kernel = from.kernel;
            workers = from.workers;
            epochs = from.epochs;
            layerwise = from.layerwise;
            fineTuningEpochs = from.fineTuningEpochs;
            batchSize = from.batchSize;
            workerBatchSize = from.workerBatchSize;
            averaging = from.averaging;
            optimizer = from.optimizer;
            stopping = from.stopping;
        }

        TrainingSettings settings() {
            return new TrainingSettings(
                    seed,
                    master,
                    kernel,
                    workers,
                    epochs,
                    layerwise,
                    fineTuningEpochs,
                    batchSize,
                    workerBatchSize,
                    averaging,
                    optimizer,
                    stopping);
        }
    }
}
