package io.sparkae.train;

import io.sparkae.model.InputShape;
import io.sparkae.model.ModelSettings;
import io.sparkae.model.Networks;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * All that a model's network follows from.
 *
 * @param model its settings
 * @param input what it is given
 * @param training seed and optimizer
 */
record NetworkPlan(ModelSettings model, InputShape input, TrainingSettings training) {
    /** The whole network. */
    MultiLayerConfiguration configuration() {
        return Networks.configuration(model, input, training.optimizer().optimizer(), training.seed());
    }
}
