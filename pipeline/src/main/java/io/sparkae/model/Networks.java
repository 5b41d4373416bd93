package io.sparkae.model;

import io.sparkae.platform.BlasKernels;
import io.sparkae.settings.Seeds;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Builds the network that an experiment's settings describe. */
public final class Networks {
    static {
        BlasKernels.choose();
    }

    private Networks() {}

    /**
     * The network as it is trained.
     *
     * @param settings of the model
     * @param input what it is given
     * @param optimizer turns gradients into steps
     * @param seed the configured one; initial weights follow from it
     */
    public static MultiLayerConfiguration configuration(
            ModelSettings settings, InputShape input, Optimizer optimizer, long seed) {
        return settings.family().configuration(settings, input, optimizer, Seeds.of(seed, "model.weights"));
    }

    /** The network with its initial weights; the same for the same configuration. */
    public static MultiLayerNetwork initialised(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    /** What a trained network is kept as: encoder, code and decoder one after the other, without what only training needs. */
    static MultiLayerNetwork kept(MultiLayerNetwork trained, ModelSettings settings) {
        return settings.family().kept(trained, settings);
    }

    /** The configuration of the network that {@link #kept} gives, but for what only training needs. */
    static MultiLayerConfiguration keptConfiguration(ModelSettings settings, InputShape input) {
        return settings.family().keptConfiguration(settings, input);
    }

    /** Index of the layer of the kept network whose activation is the code. */
    static int codeLayer(ModelSettings settings) {
        return settings.family().codeLayer(settings);
    }
}
