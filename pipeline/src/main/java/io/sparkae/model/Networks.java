package io.sparkae.model;

import io.sparkae.dataset.Seeds;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Builds the network that an experiment's settings describe. */
public final class Networks {
    static {
        BlasKernels.choose();
    }

    private Networks() {}

    /**
     * @param settings of the model
     * @param features values a row
     * @param optimizer turns gradients into steps
     * @param seed the configured one; initial weights follow from it
     */
    public static MultiLayerConfiguration configuration(
            ModelSettings settings, int features, Optimizer optimizer, long seed) {
        long initSeed = Seeds.of(seed, "model.weights");
        return switch (settings.family()) {
            case DENSE, PCA -> DenseAutoencoder.configuration(settings, features, optimizer, initSeed);
        };
    }

    /** The network with its initial weights; the same for the same configuration. */
    public static MultiLayerNetwork initialised(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    /** Index of the layer whose activation is the code. */
    static int codeLayer(ModelSettings settings) {
        return switch (settings.family()) {
            case DENSE, PCA -> DenseAutoencoder.codeLayer(settings);
        };
    }
}
