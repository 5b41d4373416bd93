package io.sparkae.train;

import io.sparkae.model.ModelSettings;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import io.sparkae.train.averaging.AveragingEngine;
import io.sparkae.train.averaging.AveragingSettings;
import io.sparkae.train.replica.Replica.Kernel;
import java.io.Serializable;

/**
 * The settings {@code training.*}; {@code conf/reference.conf} explains each.
 *
 * @param seed the configured seed
 * @param master the engine
 * @param kernel what steps a worker's network
 * @param workers partitions that train side by side
 * @param epochs passes over the training rows
 * @param layerwise whether the layers are first trained one after the other, each for so many epochs
 * @param fineTuningEpochs passes over the rows with all layers after that
 * @param batchSize rows a minibatch
 * @param averaging how often, and with what momentum
 * @param optimizer learning rate, schedule and clipping
 * @param stopping when to stop early
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
        AveragingSettings averaging,
        OptimizerSettings optimizer,
        StoppingSettings stopping)
        implements Serializable {

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
        TrainingSettings settings = new TrainingSettings(
                reader.anyLong("seed"),
                reader.oneOf("training.master", Master.class),
                reader.oneOf("training.kernel", Kernel.class),
                reader.intAtLeast("training.workers", 1),
                reader.intAtLeast("training.epochs", 1),
                reader.bool("training.layerwise"),
                reader.intAtLeast("training.fine-tuning-epochs", 0),
                reader.intAtLeast("training.batch-size", 1),
                AveragingSettings.read(reader),
                OptimizerSettings.read(reader),
                StoppingSettings.read(reader));
        if (settings.master == Master.DL4J && settings.averaging.blockMomentum() > 0) {
            reader.problem(
                    "training.block-momentum: expected 0, since training.master = dl4j averages by itself, found "
                            + settings.averaging.blockMomentum());
        }
        return settings;
    }

    /** Notes what these settings cannot do to a model. */
    public void noteConflicts(ModelSettings model, SettingsReader reader) {
        if (master == Master.DL4J && (model.isRandom() || layerwise)) {
            reader.problem("training.master: expected resident, since neither noise that is drawn from the seed nor"
                    + " training.layerwise is possible with dl4j, found dl4j");
        }
        if (fineTuningEpochs > 0 && !layerwise) {
            reader.problem("training.fine-tuning-epochs: expected 0, since training.layerwise = false, found "
                    + fineTuningEpochs);
        }
        if (layerwise && !model.family().isLayerwise()) {
            reader.problem("training.layerwise: expected false, since model.family = "
                    + model.family().label() + ", found true");
        }
    }

    /** How these settings divide a training of some epochs into rounds. */
    AveragingEngine.Plan rounds(int ofEpochs) {
        return new AveragingEngine.Plan(seed, workers, batchSize, ofEpochs, averaging);
    }

    /** The same with other epochs, for one of several trainings. */
    TrainingSettings withEpochs(int other) {
        return new TrainingSettings(
                seed,
                master,
                kernel,
                workers,
                other,
                layerwise,
                fineTuningEpochs,
                batchSize,
                averaging,
                optimizer,
                stopping);
    }
}
