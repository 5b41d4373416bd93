package io.sparkae.train;

import io.sparkae.settings.SettingsReader;
import java.io.Serializable;

/**
 * The settings {@code training.*}; {@code conf/reference.conf} explains each.
 *
 * @param seed the configured seed
 * @param master the engine
 * @param kernel what steps a worker's network
 * @param workers partitions that train side by side
 * @param epochs passes over the training rows
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

    /** What steps a worker's network. */
    public enum Kernel {
        /** The fastest there is for the network: our own for plain dense ones. */
        AUTO,
        /** DL4J's own {@code fit}. */
        DL4J
    }

    /** Reads the keys {@code seed} and {@code training.*}. */
    public static TrainingSettings read(SettingsReader reader) {
        TrainingSettings settings = new TrainingSettings(
                reader.anyLong("seed"),
                reader.oneOf("training.master", Master.class),
                reader.oneOf("training.kernel", Kernel.class),
                reader.intAtLeast("training.workers", 1),
                reader.intAtLeast("training.epochs", 1),
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
}
