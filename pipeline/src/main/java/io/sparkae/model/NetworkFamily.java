package io.sparkae.model;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Sgd;

/** A kind of network: the form that is trained, and the form that is kept. */
interface NetworkFamily {
    /**
     * The network as it is trained. Its input is a minibatch {@code [rows, features]}, and its labels are the same rows.
     *
     * @param settings of the model
     * @param input what it is given
     * @param optimizer turns gradients into steps
     * @param seed of the initial weights
     */
    MultiLayerConfiguration configuration(ModelSettings settings, InputShape input, Optimizer optimizer, long seed);

    /** The trained network as its file holds it: layer after layer, one of them the code. */
    default MultiLayerNetwork kept(MultiLayerNetwork trained, ModelSettings settings) {
        return TrainingParts.removed(trained);
    }

    /**
     * The configuration that the file of a network with these settings has, whatever it was trained with. Allocates
     * nothing of the network's size.
     */
    default MultiLayerConfiguration keptConfiguration(ModelSettings settings, InputShape input) {
        return TrainingParts.removed(configuration(settings, input, Optimizer.of(new Sgd()), 0));
    }

    /** Index of the layer of the kept network whose activation is the code. */
    int codeLayer(ModelSettings settings);
}
